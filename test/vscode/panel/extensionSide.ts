/** What the extension gives its page, for a page without an extension. */
export { pageHtml } from '../../../client/panel/html';
export { panelWords } from '../../../client/panel/words';
