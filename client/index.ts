/**
 * The VS Code extension: starts the language server and shows what it says. It knows no model, no format and no number;
 * whatever another editor should have too belongs into the server.
 */
export { activate, deactivate } from './extension';
