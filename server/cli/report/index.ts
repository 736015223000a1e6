/**
 * Findings as people, scripts and code-scanning services read them: text with code frames, JSON, SARIF 2.1.0.
 * Each is a pure function of sources; commands decide where the result goes.
 */
export { diagnosticsJson } from './json';
export { sarifLog } from './sarif';
export { countBySeverity, findingsText, fixedText, summaryOf } from './text';
