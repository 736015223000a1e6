import { expect, test } from 'vitest';
import { applied } from '../../../server/core/edit';
import {
  completions,
  documentSymbols,
  folds,
  hover,
  inlayHints,
  lenses,
  modelView,
  originDefinition,
  pathSite,
  UpstreamFigures,
} from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import { LITERALS, MODELS, pythonSnapshot, TRAINING } from './pythonSupport';

const upstream = new UpstreamFigures();
const FILES = { models: MODELS, literals: LITERALS, training: TRAINING };

test.each(Object.entries(FILES))('%s, half-typed anywhere: nothing throws, and what is said is within the text', (_, text) => {
  for (let end = 0; end <= text.length; end += 3) {
    const typed = text.slice(0, end);
    const snapshot = pythonSnapshot(typed);
    for (const { analysis } of snapshot.documents) {
      for (const { range, title } of lenses(analysis, { runOf: () => null, mayRun: 'yes' })) {
        expect(typed.slice(range.start, range.end)).toBe(analysis.document.python?.name);
        expect(english(title)).not.toBe('');
      }
      for (const { offset } of inlayHints(analysis, { start: 0, end })) expect(offset).toBeLessThanOrEqual(end);
      documentSymbols(analysis);
      for (const model of analysis.models) modelView(analysis, model, null);
    }
    expect(folds(snapshot)).toBeNull();
    const placed = snapshot.at(end);
    if (placed === undefined) continue;
    const { analysis } = placed;
    for (const { replace, insert, edits } of completions(analysis, end, upstream, null)) {
      for (const { start, end: to } of [replace, insert, ...edits.map(({ range }) => range)]) expect(0 <= start && start <= to && to <= end).toBe(true);
    }
    pathSite(analysis, end);
    hover(analysis, end, () => null, english);
    originDefinition(analysis, end);
  }
});

/** Where a statement of its own begins, the text behind it left out: what a person has before they go on. */
test.each(Object.entries(FILES))('%s: a key that is taken is read back as it is offered', (_, text) => {
  for (const { index } of text.matchAll(/^ {2}config\.(?=\w)/gm)) {
    const offset = index + '  config.'.length;
    const end = text.indexOf('\n', offset);
    const typed = text.slice(0, offset) + text.slice(end);
    const analysis = pythonSnapshot(typed).at(offset)?.analysis;
    if (analysis === undefined) throw new Error(`there is no config at ${offset}`);
    for (const item of completions(analysis, offset, upstream, '.').filter(({ kind }) => kind === 'key')) {
      const written = applied(typed, [...item.edits, { range: item.replace, newText: item.text('plain') }]);
      const after = pythonSnapshot(written).at(offset)?.analysis.document.root;
      const entry = after?.kind === 'mapping' ? after.entries.find(({ key }) => key === item.label) : undefined;
      expect(entry?.keyRange.origin, item.label).toBeUndefined();
      expect(entry?.statement === undefined ? item.label : written.slice(entry.statement.start, entry.statement.end).split(' ')[0]).toBe(
        `config.${item.label}`,
      );
    }
  }
});
