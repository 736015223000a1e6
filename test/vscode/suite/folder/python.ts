import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, diagnosticWith, hoverText, inlayHints, lensesOf, lensLike, open, positionOf, quickFixes, retype, revert } from '../editor';
import { eventually } from '../eventually';

const MODELS = 'python/models.py';
const BROKEN = 'python/broken.py';
const TRAINING = 'python/finetune.py';

describe('Python configs', () => {
  it('over each function stands what its model costs', async () => {
    const document = await open(MODELS);
    await lensLike(document, /22\.9 M/);
    const over = (await lensesOf(document)).filter(({ command }) => command?.title.includes('Run on sample image')).map(({ range }) => document.getText(range));
    assert.deepEqual(
      over,
      [...document.getText().matchAll(/^def (\w+)/gm)].map(([, name]) => name),
    );
    assert.deepEqual(
      diagnosticsOf(document).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning),
      [],
    );
    assert.ok((await inlayHints(document)).some((hint) => hint.includes('197 tokens')));
  });

  it('what is wrong is told on the line to mend, with the other place, and mended in Python', async () => {
    const document = await open(BROKEN);
    const found = await diagnosticWith(document, 'heads-divide-width');
    assert.equal(document.lineAt(found.range.start.line).text.trim().split(' #')[0]?.trim(), 'config.transformer.num_heads = 10');
    const related = found.relatedInformation?.map(({ location }) => location.uri.path.split('/').at(-1));
    assert.ok(related?.includes('models.py'), String(related));
    const [fix] = (await quickFixes(document, found.range)).filter(({ title }) => title.startsWith('num_heads: '));
    assert(fix?.edit);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    assert.match(document.getText(), /config\.transformer\.num_heads = 6 {2}# expect/);
    await revert(document);
  });

  it('an edit in a module that is not saved is seen in the training that imports it', async () => {
    const training = await open(TRAINING);
    await lensLike(training, /21\.7 M/);
    const models = await open(MODELS);
    await retype(models, 'config.transformer.num_heads = 6', 'config.transformer.num_heads = 7');
    await diagnosticWith(training, 'heads-divide-width');
    await revert(models);
    await eventually(
      'no finding',
      async () => (diagnosticsOf(training).some((one) => codeOf(one) === 'heads-divide-width') ? undefined : true),
      () => diagnosticsOf(training).map(codeOf),
    );
  });

  it('hover, and the way to where a base is', async () => {
    const document = await open(TRAINING);
    await lensLike(document, /21\.7 M/);
    assert.match(await hoverText(document, positionOf(document, 'get_config(model_dataset)', 2)), /21\.7 M/);
    const [link] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      positionOf(document, 'getattr(models', 2),
    );
    assert.ok(link?.targetUri.path.endsWith(`/${MODELS}`), link?.targetUri.path);
  });
});
