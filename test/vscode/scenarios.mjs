// What the suite meets: each scenario is one launch of the workbench, on a workspace of its own, with a folder of checks in suite/.
import { hostTarget, UNIVERSAL } from '../../scripts/target.mjs';
import { makeManyConfigs, makeOrdinaryPython, makeTwoFolders, makeWorkspace } from './workspace.mjs';

/**
 * @typedef {object} Scenario
 * @property {string} name The folder in suite/ whose checks run.
 * @property {string} title
 * @property {(run: string) => string} open Makes what the workbench opens, in the run's folder: a folder or a .code-workspace file.
 * @property {boolean} trusted
 * @property {Record<string, unknown>} settings Of the user.
 * @property {string} package The target of the .vsix that is installed.
 * @type {readonly Scenario[]}
 */
export const SCENARIOS = [
  { name: 'folder', title: 'a trusted folder', open: makeWorkspace, trusted: true, settings: {}, package: hostTarget() },
  {
    name: 'restricted',
    title: 'a folder that is not trusted',
    open: makeWorkspace,
    trusted: false,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
    package: hostTarget(),
  },
  { name: 'multiRoot', title: 'two folders with settings of their own', open: makeTwoFolders, trusted: true, settings: {}, package: hostTarget() },
  { name: 'many', title: 'a folder of 500 configs', open: (run) => makeManyConfigs(run), trusted: true, settings: {}, package: hostTarget() },
  { name: 'ordinaryPython', title: 'a folder of Python that is no config', open: makeOrdinaryPython, trusted: true, settings: {}, package: hostTarget() },
  { name: 'closing', title: 'an extension host that ends in the midst of a run', open: makeWorkspace, trusted: true, settings: {}, package: hostTarget() },
  { name: 'universal', title: 'the package without native code', open: makeWorkspace, trusted: true, settings: {}, package: UNIVERSAL },
];
