import { strict as assert } from 'node:assert';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { lensLike, open } from '../editor';
import { B16 } from '../samples';

const extension = () => {
  const found = vscode.extensions.getExtension('vit-config.vit-config');
  assert(found, 'the extension is not installed');
  return found;
};

describe('Activation', () => {
  it('the extension is the installed package', () => {
    const { VIT_CONFIG_EXTENSIONS: folder = '' } = process.env;
    assert.equal(realpathSync(dirname(extension().extensionPath)), realpathSync(folder));
  });

  it('opening a config activates it', async () => {
    await lensLike(await open(B16), /86\.6 M/);
    assert.equal(extension().isActive, true);
  });
});
