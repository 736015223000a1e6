// What the child process loads at run time and no bundle can hold, by platform.
import { packageFolder } from './lockedPackage.mjs';

/**
 * The native packages of a target, with the files of each that are needed and its licence.
 * Throws where a package of another platform can't be fetched.
 * @returns {{ name: string, folder: string, patterns: string[] }[]}
 */
export function nativePackages(root, target) {
  const binaries = `bin/napi-v6/${target.replace('-', '/')}`;
  const packages = {
    // On macOS the binding links libonnxruntime.1.dylib; the file named by the full version is the same 45 MB again.
    'onnxruntime-node': [
      'package.json',
      'README.md',
      'dist/*.js',
      `${binaries}/${target.startsWith('darwin-') ? '{onnxruntime_binding.node,libonnxruntime.1.dylib}' : '*'}`,
    ],
    'onnxruntime-common': ['package.json', 'README.md', 'dist/cjs/{package.json,*.js}'],
    sharp: ['package.json', 'LICENSE', 'dist/*.{cjs,mjs}'],
    '@img/colour': ['package.json', 'LICENSE.md', '*.cjs'],
    [`@img/sharp-${target}`]: ['**'],
    'detect-libc': ['package.json', 'LICENSE', 'lib/*.js'],
    semver: ['package.json', 'LICENSE', '*.js', '{classes,functions,internal,ranges}/*.js'],
    // Windows has libvips inside the one package.
    ...(target.startsWith('win32-') ? {} : { [`@img/sharp-libvips-${target}`]: ['package.json', 'versions.json', 'README.md', 'lib/*'] }),
  };
  return Object.entries(packages).map(([name, patterns]) => ({ name, folder: packageFolder(root, name), patterns }));
}
