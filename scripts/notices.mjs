// The licences of everything that is inside the bundles or beside them, as each asks for to be shipped with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockOf } from './lockedPackage.mjs';

/** Of the dependencies, those that no bundle holds: they come along as they are, or not at all. */
const NATIVE = ['onnxruntime-node', 'sharp'];

/** The text of THIRD-PARTY-NOTICES.txt: one part for each package in the bundles, and each of the folders that come along beside them. */
export function notices(root, nativeFolders) {
  const parts = new Map([...bundledFolders(root), ...nativeFolders].map(notice));
  return ['This extension contains, unchanged or as parts of its programs, the packages below.', ONNX, SENTENCEPIECE, ...parts.values()].join(
    `\n\n${'-'.repeat(80)}\n\n`,
  );
}

/** Not a package: its description of the file format is what server/onnx/onnx_pb.js was generated from. */
const ONNX = 'ONNX (onnx.proto)\n\nLicence: Apache-2.0 (https://onnx.ai)';

/** Not a package either: server/text/sentencepiece reads its file format, and cuts texts as its own program does. */
const SENTENCEPIECE =
  'SentencePiece (sentencepiece_model.proto, and the ways its models cut a text)\n\nLicence: Apache-2.0 (https://github.com/google/sentencepiece)';

/** The dependencies and all they depend on, found as Node finds them: from where the asking package is installed, outwards. */
function bundledFolders(root) {
  const lock = lockOf(root);
  const found = new Set();
  const visit = (from, name) => {
    const path = placesOf(from, name).find((place) => lock[place] !== undefined);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    for (const dependency of Object.keys(lock[path].dependencies ?? {})) visit(path, dependency);
  };
  for (const name of Object.keys(lock[''].dependencies)) if (!NATIVE.includes(name)) visit('', name);
  return [...found].sort().map((path) => join(root, path));
}

function placesOf(from, name) {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  return from === '' ? [place] : [place, ...placesOf(from.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, ''), name)];
}

/** Keyed by name and version, since a package may be installed in several places. */
function notice(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? `Licence: ${license}${homepage === undefined ? '' : ` (${homepage})`}` : readFileSync(join(folder, file), 'utf8').trim();
  return [`${name} ${version}`, `${name} ${version}\n\n${text}`];
}
