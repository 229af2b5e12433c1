/** What replacing in free text means, as patterns say it: plain to read, and too slow for a text that wants it to be. */
import type { Replacement } from '../../subgraphs/kit';

const sign = '[\\p{L}\\p{N}]';

function patternOf({ type, existing }: Replacement): string {
  const literal = existing.trim().split(/\s+/).map(escape).join('\\s+');
  if (type === 'EMAIL') return `(?<!${sign}[._+-]?)${literal}(?![.-]?${sign})`;
  if (type === 'NAME') return `(?<!${sign}|@[\\p{L}\\p{N}.-]*)${literal}(?!${sign}|[\\p{L}\\p{N}._+-]*@)`;
  return `(?<!${sign})${literal}(?!${sign})`;
}

// No hyphen among them: outside a class a unicode pattern has no such escape, and a hyphen means itself.
const escape = (literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Replaces by patterns; `existing` of every replacement is more than white space. */
export function replaceByPatterns(text: string, replacements: Replacement[]): string {
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  const pattern = ordered.map((replacement) => `(${patternOf(replacement)})`).join('|');
  return text.replace(new RegExp(pattern, 'giu'), (...match: unknown[]) => {
    const group = ordered.findIndex((_, index) => match[index + 1] !== undefined);
    return ordered[group]?.updated ?? String(match[0]);
  });
}
