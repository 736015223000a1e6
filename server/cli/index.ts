/**
 * The command line: `check`, `show`, `run`, `export` and `lsp` over the same core as the editor.
 * Commands talk to the outside through a Host only, so that tests can run them with files and streams of their own.
 */
export { main } from './program';
