import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../paths.mjs';

/** What axe has to say of a page or frame, as `rule: selector`. */
export async function violations(frame) {
  await frame.evaluate(readFileSync(join(modules, 'axe-core', 'axe.min.js'), 'utf8'));
  const found = await frame.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations));
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ''}`));
}
