// Which platform a native binary is for, by its first bytes: what a file is called proves nothing.

const ELF = { 0x3e: 'linux-x64', 0xb7: 'linux-arm64' };
const MACH_O = { 0x01000007: 'darwin-x64', 0x0100000c: 'darwin-arm64' };
const PE = { 0x8664: 'win32-x64', 0xaa64: 'win32-arm64' };

/** `linux-x64`; a format or machine of no target as `ELF 0x28`; null for what is no native binary. @param {Buffer} bytes */
export function platformOf(bytes) {
  if (bytes.length < 64) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) return known(ELF, 'ELF', bytes.readUInt16LE(18));
  if (magic === 0xcffaedfe) return known(MACH_O, 'Mach-O', bytes.readUInt32LE(4));
  if (magic === 0xcafebabe || magic === 0xfeedface || magic === 0xcefaedfe || magic === 0xfeedfacf) return `Mach-O 0x${magic.toString(16)}`;
  if (bytes.readUInt16BE(0) !== 0x4d5a) return null; // MZ
  const header = bytes.readUInt32LE(0x3c);
  const isPE = header + 6 <= bytes.length && bytes.readUInt32BE(header) === 0x50450000;
  return isPE ? known(PE, 'PE', bytes.readUInt16LE(header + 4)) : 'MZ without PE';
}

const known = (machines, format, machine) => machines[machine] ?? `${format} 0x${machine.toString(16)}`;
