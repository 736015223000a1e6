/** The installed extension and its processes. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { processesRunning } from '../processes.mjs';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('vit-config.vit-config');
  assert(found, 'the extension is not installed');
  return found;
}

/** Ids of the processes of this extension that run one of its programs; Linux alone tells. */
export function processesOf(program: 'server' | 'runner'): number[] {
  return processesRunning(`${extension().extensionPath}/dist/${program}.js`).map(({ pid }) => pid);
}
