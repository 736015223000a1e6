/** A number that the environment may set: how much is tried, and with which cases. */
export function setting(name: string, otherwise: number): number {
  const value = Number(process.env[name] || otherwise);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} is ${process.env[name]}, not a number of at least 1`);
  return value;
}
