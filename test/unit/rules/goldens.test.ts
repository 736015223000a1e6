import { expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { RANDOM } from '../model/goldens';

/** What a config that upstream builds can still be told, and why: arithmetic done here, apart from the rules. */
function expectedWarnings(config: Record<string, unknown>): string[] {
  const codes = new Set<string>();
  const vit = (config.image ?? config) as { image_size?: number | number[]; patches?: { size: number[] }; resnet?: { num_layers?: number[] | null } };
  const size = (config.pp as { size?: number } | undefined)?.size ?? config.image_size ?? 224;
  const [height = 0, width = 0] = Array.isArray(size) ? size : [size, size];
  const [patchHeight = 1, patchWidth = 1] = vit.patches?.size ?? [];
  const stages = vit.resnet?.num_layers ?? [];
  if ('tokens_mlp_dim' in config) {
    if (height % patchHeight !== 0 || width % patchWidth !== 0) codes.add('mixer-patch-padding');
  } else {
    // A stem rounds up; whole patches are then cut from what it leaves.
    const scale = vit.resnet ? 4 * 2 ** Math.max(0, stages.length - 1) : 1;
    const lost = (pixels: number, patch: number) => pixels - Math.floor(Math.ceil(pixels / scale) / patch) * patch * scale > 0;
    if (lost(height, patchHeight) || lost(width, patchWidth)) codes.add('image-patch-remainder');
  }
  if (stages.includes(0)) codes.add('empty-stage');
  return [...codes].sort();
}

test('what upstream builds is no error, and warned of only where arithmetic says so', () => {
  for (const { config } of RANDOM) {
    const text = JSON.stringify(config, null, 2);
    const findings = Snapshot.of(text, { fileName: 'model.vit.json', syntax: 'json', ignore: [] }).findings();
    const above = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(
      above.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      text,
    ).toEqual([]);
    expect([...new Set(above.map(({ code }) => code))].sort(), text).toEqual(expectedWarnings(config as unknown as Record<string, unknown>));
  }
});
