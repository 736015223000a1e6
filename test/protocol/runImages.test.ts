/** Which image a run takes, and what is said of it. */
import { expect, test } from 'vitest';
import { SUCCESS } from './fakeRunner';
import { B16, URI } from './fixtures';
import { click, RAN, RUN, runners, titles } from './runFixtures';

const { opened } = runners();
const DOG = process.platform === 'win32' ? 'C:\\pictures\\dog.jpg' : '/pictures/dog.jpg';
const slashes = (path: string) => path.replaceAll('\\', '/').replace(/^[A-Z]:/, '');
const files = { isFile: async (path: string) => ['/pictures/dog.jpg', '/project/img/cat.jpg'].includes(slashes(path)) };
const folders = ['file:///project', 'file:///project/inner', 'file:///other'].map((uri) => ({ uri, name: uri }));

test('the image of the settings, relative to the innermost folder; the lens names it', async () => {
  const { client, runner } = await opened(B16, { folders, settings: () => ({ run: { image: 'img/cat.jpg' } }) }, files);
  expect(await titles(client)).toEqual(['▷ Run on cat.jpg · 86.6 M · 17.6 GMACs']);
  await click(client);
  expect(slashes(runner.run(0).image)).toBe('/project/img/cat.jpg');
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect(await titles(client)).toEqual(['▷ Run on cat.jpg · 86.6 M · 17.6 GMACs', RAN]);
  const uri = 'file:///project/inner/deep/x.vit.yaml';
  await client.open(uri, B16);
  await client.diagnostics(uri);
  await client.execute('vitConfig.run', { uri });
  expect(slashes(runner.run(1).image)).toBe('/project/inner/img/cat.jpg');
  runner.run(1).resolve(SUCCESS);
  await client.progress();
});

test('an image that was picked: for this run, which the lens and the sentences then say', async () => {
  const { client, runner } = await opened(B16, {}, files);
  expect(await client.execute('vitConfig.run', { uri: URI, position: { line: 3, character: 0 }, image: DOG })).toMatchObject({ state: 'started' });
  expect(runner.run(0).image).toBe(DOG);
  runner.run(0).resolve(SUCCESS);
  await client.progress();
  expect(await titles(client)).toEqual([RUN, '✓ ran in 61 ms on dog.jpg · [1, 1000] · 134 MB']);
  await click(client, 'vitConfig.showRun');
  expect((await client.next('window/showMessage')).message).toContain('Image: dog.jpg. Weights');
  await click(client);
  expect(runner.run(1).image).toBe('/samples/images/sample.png');
  runner.run(1).resolve(SUCCESS);
  await client.progress();
  expect(await titles(client)).toEqual([RUN, RAN]);
});

test('another image for a config that runs: the run is called off for it', async () => {
  const { client, runner } = await opened(B16, {}, files);
  await click(client);
  await client.execute('vitConfig.run', { uri: URI, image: DOG });
  expect(runner.run(0).cancelled).toBe(true);
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  await client.until(() => runner.runs.length === 2, 'the other one started');
  expect(runner.run(1).image).toBe(DOG);
  runner.run(1).resolve(SUCCESS);
  await client.progress();
});

test('what is no file that exists is refused', async () => {
  const { client, runner } = await opened(B16, {}, files);
  for (const image of ['dog.jpg', '/pictures/cat.jpg', 'file:///pictures/dog.jpg', '', 7, null, {}]) {
    expect(await client.execute('vitConfig.run', { uri: URI, image })).toMatchObject({ state: 'refused' });
    expect((await client.next('window/showMessage')).message).toBe('The image to run on must be given by the absolute path of a file.');
  }
  expect(runner.runs).toHaveLength(0);
});
