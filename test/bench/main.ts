/** The benchmark: prints what a person at an editor waits for. Times depend on the machine; ratios and bars are what counts. */
import { cpus } from 'node:os';
import { analysis } from './analysis';
import { checkpoints } from './checkpoints';
import { memory } from './memory';
import { panel } from './panel';
import { python } from './python';
import { runs } from './runs';
import { servers } from './servers';

async function main(): Promise<void> {
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}`);
  await analysis();
  await python();
  await checkpoints();
  await servers(__dirname);
  await panel(__dirname);
  await memory(__dirname);
  await runs(__dirname);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
