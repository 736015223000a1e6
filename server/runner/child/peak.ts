/** The most memory this process ever held. */
import { readFileSync } from 'node:fs';

/**
 * Bytes. On Linux from /proc, since getrusage's figure of a forked process begins with that of its parent
 * (the kernel carries it over exec).
 */
export function peakRssBytes(): number {
  if (process.platform === 'linux') {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (match !== null) return Number(match[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
