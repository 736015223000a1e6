/**
 * The language server: the one place that knows LSP. A dispatcher wraps every handler, documents become snapshots,
 * features turn the core's plain data into the protocol's; runs happen in a child process and come back as lenses and diagnostics.
 */
export { type Environment, environmentOf, type ModelRun, type RunHandle } from './environment';
export { serve } from './serve';
export { startServer } from './server';
