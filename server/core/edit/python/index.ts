/** Edits of Python configs: never outside of the config's own function, and never of what others use too. */
export { type Beside, insertedPython } from './insert';
export { pythonLiteral, quotesOf } from './literal';
export { joined, removedPython } from './remove';
export { renamedPython } from './rename';
export { replacedPython } from './replace';
export { assignments, configDictName, dictText, type NewKey, type Target } from './statements';
