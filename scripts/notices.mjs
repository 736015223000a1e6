// The licences of everything that is inside the bundles or beside them, as each asks for to be shipped with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of THIRD-PARTY-NOTICES.txt: one part for each package that is installed and not for development alone. */
export function notices(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev && existsSync(join(root, path)));
  const parts = new Map(shipped.map(([path]) => notice(join(root, path))));
  return ['This extension contains, unchanged or as parts of its programs, the packages below.', ONNX, ...parts.values()].join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** Not a package: its description of the file format is what server/onnx/onnx_pb.js was generated from. */
const ONNX = 'ONNX (onnx.proto)\n\nLicence: Apache-2.0 (https://onnx.ai)';

/** Keyed by name and version, since a package may be installed in several places. */
function notice(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? `Licence: ${license}${homepage === undefined ? '' : ` (${homepage})`}` : readFileSync(join(folder, file), 'utf8').trim();
  return [`${name} ${version}`, `${name} ${version}\n\n${text}`];
}
