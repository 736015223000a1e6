export interface PageSources {
  /** Origins of the webview's own files, for the content security policy. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** Names the one script that may run. */
  readonly nonce: string;
  /** BCP 47, of the texts. */
  readonly language: string;
  readonly title: string;
}

/**
 * The page of the panel, empty: its script fills it. Nothing is fetched but its own script, style and image; no inline script, no inline
 * style, no form, no frame.
 */
export function pageHtml({ cspSource, script, style, nonce, language, title }: PageSources): string {
  const policy = `default-src 'none'; img-src ${cspSource}; style-src ${cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<main></main>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
