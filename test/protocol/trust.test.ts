/** A workspace that is not trusted: all the reading, none of the running, no path of its settings. */
import { expect, test } from 'vitest';
import { B16, URI } from './fixtures';
import { lenses, RUN, runners, titles } from './runFixtures';

const { opened } = runners();
const UNTRUSTED = '86.6 M · 17.6 GMACs · trust the workspace to run it';
const image = process.platform === 'win32' ? 'C:\\pictures\\dog.jpg' : '/pictures/dog.jpg';
const files = { isFile: async (path: string) => path === image };

test('nothing is run or written, whatever is asked, until trust is granted', async () => {
  const { client, runner } = await opened(B16, { initializationOptions: { trusted: false } }, files);
  expect(await titles(client)).toEqual([UNTRUSTED]);
  for (const [command, more] of [
    ['vitConfig.run', {}],
    ['vitConfig.run', { image }],
    ['vitConfig.export', { output: image.replace('jpg', 'onnx') }],
  ] as const) {
    expect(await client.execute(command, { uri: URI, ...more })).toMatchObject({ state: 'refused' });
    expect(await client.next('window/showMessage')).toMatchObject({ type: 2, message: expect.stringContaining('not trusted') });
  }
  expect(runner.runs).toHaveLength(0);
  await client.notify('vitConfig/didGrantTrust', {});
  expect(await titles(client)).toEqual([RUN]);
});

test("the settings' image is not looked at before, and is afterwards", async () => {
  const settings = () => ({ run: { image } });
  const { client } = await opened(B16, { initializationOptions: { trusted: false }, settings }, files);
  expect(await titles(client)).toEqual([UNTRUSTED]);
  await client.notify('vitConfig/didGrantTrust', {});
  expect(await titles(client)).toEqual(['▷ Run on dog.jpg · 86.6 M · 17.6 GMACs']);
});

test('a click leads to where trust is managed, for a client that has that', async () => {
  const commandOf = async (commands: unknown) => {
    const { client } = await opened(B16, { initializationOptions: { trusted: false, commands } });
    return (await lenses(client))[0]?.command;
  };
  expect(await commandOf(['workbench.trust.manage'])).toEqual({ title: UNTRUSTED, command: 'workbench.trust.manage', arguments: [] });
  for (const none of [undefined, [], ['vitConfig.showLog'], 'workbench.trust.manage', [7]]) {
    expect(await commandOf(none)).toEqual({ title: UNTRUSTED, command: '', arguments: [] });
  }
});
