import { describe, expect, test } from 'vitest';
import { isComplete, isPerfect } from '../../../server/core/checkpoint';
import { RANDOM, UPSTREAM } from '../model/goldens';
import { asLinen, fitting, SMALL, said, savedBy, tensorsOf } from './support';

const without = (tensors: ReturnType<typeof savedBy>, pattern: RegExp) => tensors.filter(({ name }) => !pattern.test(name));

describe('a model takes its own checkpoint', () => {
  test.each([
    ['upstream', UPSTREAM],
    ['random', RANDOM],
  ])('of %s models, in either numbering', (_, goldens) => {
    for (const { config } of goldens) {
      const saved = savedBy(config);
      for (const tensors of [saved, asLinen(saved), [...saved].reverse()]) {
        const fit = fitting(config, tensors);
        expect(said(fit), JSON.stringify(config)).toEqual({});
        expect([isPerfect(fit), fit.naming]).toEqual([true, 'upstream']);
        expect([...fit.sources.keys()].sort()).toEqual(saved.map(({ name }) => name).sort());
        for (const [name, source] of fit.sources)
          expect(source).toEqual({ kind: 'tensor', tensor: tensors === saved ? name : expect.any(String), index: null });
      }
    }
  });
});

describe('what upstream adapts', () => {
  const saved = savedBy(SMALL);

  test('another number of classes: the head is made anew', () => {
    const fit = fitting({ ...SMALL, num_classes: 10 }, saved);
    expect(said(fit)).toEqual({ adaptations: [{ kind: 'head', from: 7, to: 10 }] });
    expect([fit.sources.get('head/kernel'), fit.sources.get('head/bias'), isComplete(fit)]).toEqual([
      { kind: 'new', value: 0 },
      { kind: 'new', value: 0 },
      true,
    ]);
  });

  test('a new head begins with the bias that the config says', () => {
    const fit = fitting({ ...SMALL, num_classes: 10, head_bias_init: -6.9 }, saved);
    expect([fit.sources.get('head/kernel'), fit.sources.get('head/bias')]).toEqual([
      { kind: 'new', value: 0 },
      { kind: 'new', value: -6.9 },
    ]);
  });

  test('another resolution: positions are resampled, the class token apart', () => {
    const fit = fitting({ ...SMALL, image_size: 48 }, saved);
    expect(said(fit)).toEqual({ adaptations: [{ kind: 'positions', from: [4, 4], to: [6, 6] }] });
    expect(fit.sources.get('Transformer/posembed_input/pos_embedding')).toEqual({
      kind: 'positions',
      tensor: 'Transformer/posembed_input/pos_embedding',
      from: [4, 4],
      to: [6, 6],
      classToken: 'kept',
    });
  });

  test('pre_logits dropped, and the head behind it made anew', () => {
    const fit = fitting(SMALL, savedBy({ ...SMALL, representation_size: 24 }));
    expect(said(fit)).toEqual({ adaptations: [{ kind: 'pre-logits-dropped', size: 24 }] });
    expect(fit.sources.get('head/kernel')).toEqual({ kind: 'new', value: 0 });
  });

  test('nothing of LiT', () => {
    const golden = UPSTREAM.find(({ name }) => name === 'LiT-B16B');
    if (golden === undefined || !('image' in golden.config)) throw new Error('no LiT-B16B');
    const fit = fitting({ ...golden.config, pp: { ...golden.config.pp, size: 384 } }, savedBy(golden.config));
    expect(said(fit)).toEqual({ misshapen: ['img/Transformer/posembed_input/pos_embedding [1,197,768] for [1,577,768]'] });
  });
});

describe('where upstream stops', () => {
  test('a tensor missing, another too wide', () => {
    const fit = fitting(
      { ...SMALL, representation_size: 24, hidden_size: 24 },
      savedBy({ ...SMALL, transformer: { mlp_dim: 44, num_heads: 3, num_layers: 1 } }),
    );
    expect(said(fit)).toMatchObject({ missing: expect.arrayContaining(['pre_logits/kernel', 'Transformer/encoderblock_1/LayerNorm_0/scale']) });
    expect(said(fit).misshapen).toEqual([
      'Transformer/encoderblock_0/MlpBlock_3/Dense_0/kernel [24,44] for [24,40]',
      'Transformer/encoderblock_0/MlpBlock_3/Dense_0/bias [44] for [40]',
      'Transformer/encoderblock_0/MlpBlock_3/Dense_1/kernel [44,24] for [40,24]',
    ]);
    expect(isComplete(fit)).toBe(false);
  });

  test.each([
    ['the old grid is no square', { ...SMALL, image_size: [32, 40] }, SMALL, 'old-grid: AssertionError: 16 != 20'],
    ['the new grid is no square', SMALL, { ...SMALL, image_size: [32, 40] }, 'new-grid: AssertionError: 16 != 20'],
    ['token_unpooled counts the class token', SMALL, { ...SMALL, classifier: 'token_unpooled', image_size: 48 }, 'class-token: AssertionError: 16 != 17'],
    ['gap of a checkpoint with a class token', SMALL, { ...SMALL, classifier: 'gap' }, 'class-token: AssertionError: 16 != 17'],
    ['token of a checkpoint without', { ...SMALL, classifier: 'gap' }, SMALL, 'class-token: AssertionError: 9 != 15'],
    ['no head in the checkpoint', { ...SMALL, num_classes: 0 }, SMALL, "no-head: KeyError: 'head'"],
    [
      'no positions in the model',
      SMALL,
      { ...SMALL, transformer: { ...SMALL.transformer, add_position_embedding: false } },
      "no-positions: KeyError: 'posembed_input'",
    ],
    ['no encoder in the model', SMALL, { ...SMALL, transformer: null }, "no-positions: KeyError: 'Transformer'"],
  ])('%s', (_, trained, wanted, stop) => {
    const fit = fitting(wanted, savedBy(trained));
    expect(said(fit).stops).toEqual([stop]);
    expect(isComplete(fit)).toBe(false);
  });

  test('no head to be trained', () => {
    expect(said(fitting({ ...SMALL, num_classes: 0 }, savedBy(SMALL), true)).stops).toEqual(["headless: KeyError: 'head'"]);
    expect(said(fitting({ ...SMALL, num_classes: 0 }, savedBy(SMALL)))).toEqual({ extra: ['head/kernel', 'head/bias'] });
  });

  test('whole numbers where weights belong', () => {
    const tensors = savedBy(SMALL).map((tensor) => (tensor.name === 'cls' ? { ...tensor, dtype: 'int32' } : tensor));
    expect(said(fitting(SMALL, tensors))).toEqual({ stops: ['dtype'] });
  });
});

describe('what upstream leaves unread without a word', () => {
  test('blocks beyond those of the config, a counter', () => {
    const deeper = savedBy({ ...SMALL, transformer: { mlp_dim: 40, num_heads: 3, num_layers: 3 } });
    const fit = fitting(SMALL, [...deeper, ...tensorsOf({ step: [] })]);
    expect(said(fit)).toEqual({ extra: [...without(deeper, /^(?!.*encoderblock_2)/).map(({ name }) => name), 'step'] });
    expect([isComplete(fit), isPerfect(fit)]).toEqual([true, false]);
  });
});

test('a million blocks are not listed one by one', () => {
  const fit = fitting({ ...SMALL, transformer: { mlp_dim: 40, num_heads: 3, num_layers: 1_000_000 } }, savedBy(SMALL));
  expect(fit.missing.length).toBeLessThan(1000);
  expect(fit.missing[0]?.name).toBe('Transformer/encoderblock_2/LayerNorm_0/scale');
});
