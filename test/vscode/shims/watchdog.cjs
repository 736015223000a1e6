// Stands in for @vscode/native-watchdog, which has no prebuilt binary. The extension host also polls its parent in plain JavaScript.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
