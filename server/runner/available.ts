/** Whether what runs models came along. It is looked for, never loaded. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Phrase, phrase } from '../core/phrase';

/** Platforms that have a package of their own, in the extension gallery's words: those that ONNX Runtime and sharp have binaries for. */
export const PLATFORMS: readonly string[] = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

const NATIVE = ['onnxruntime-node', 'sharp'];

/** Why no model can be run here and what to do about it, in sentences; null where one can. `runnerPath` is the bundle of the child process. */
export function whyNoRun(runnerPath: string, platform = `${process.platform}-${process.arch}`): Phrase | null {
  if (existsSync(runnerPath) && NATIVE.every((name) => isInstalled(name, runnerPath))) return null;
  return PLATFORMS.includes(platform)
    ? phrase`This package of ViT Config comes without ONNX Runtime: everything works but the run; to run models, install the package for this platform, ${platform}, in its place.`
    : phrase`This package of ViT Config comes without ONNX Runtime: everything works but the run; ONNX Runtime has no binaries for this platform, ${platform}.`;
}

function isInstalled(name: string, from: string): boolean {
  try {
    createRequire(from).resolve(name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}
