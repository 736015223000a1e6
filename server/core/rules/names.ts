/** What a model's name says about it. */
import type { ModelSpec } from '../dialects/spec';

/** `ViT-B_16`, `R50+ViT-L_32`, `ViT-S_16-gap-norep`, `Mixer-B_32`: the patch is the number behind the size. */
const PATCH_NAME = /^(?:(?:R\d{0,4}\+)?ViT|Mixer)-[A-Za-z]{1,20}_(\d{1,4})(?=$|-)/;

/** The patch size that a name in upstream's manner promises, null for other names. */
export function namedPatch({ name }: ModelSpec): number | null {
  if (!name.known || typeof name.value !== 'string') return null;
  const patch = Number(PATCH_NAME.exec(name.value)?.[1]);
  return patch > 0 ? patch : null;
}

/** The same name with another patch. */
export function withNamedPatch(name: string, patch: number): string {
  return name.replace(PATCH_NAME, (whole, digits: string) => whole.slice(0, -digits.length) + patch);
}
