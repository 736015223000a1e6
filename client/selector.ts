/** Which documents the server is told of, and asked about. */
import type { RegistrationParams } from 'vscode-languageclient/node';

/** Schemes whose text is a config somebody works on; not the left side of a diff or a search result. */
const SCHEMES = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'];
const LANGUAGES = ['yaml', 'json', 'jsonc', 'python'];
/** Of any language, since a file named so says what it is. */
export const PATTERN = '**/*.vit.{yaml,yml,json}';
export const SELECTOR = SCHEMES.flatMap((scheme) => [...LANGUAGES.map((language) => ({ scheme, language })), { scheme, pattern: PATTERN }]);

/** What the server registers for languages, it registers for documents of the schemes that are ours. */
export function inOurSchemes({ registrations }: RegistrationParams): RegistrationParams {
  const inSchemes = (filter: object) => ('scheme' in filter ? [filter] : SCHEMES.map((scheme) => ({ scheme, ...filter })));
  return {
    registrations: registrations.map((registration) => {
      const { documentSelector, ...options } = (registration.registerOptions ?? {}) as { documentSelector?: object[] };
      return documentSelector === undefined
        ? registration
        : { ...registration, registerOptions: { ...options, documentSelector: documentSelector.flatMap(inSchemes) } };
    }),
  };
}
