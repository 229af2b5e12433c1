import path from 'node:path';
import anyAscii from 'any-ascii';

const longest = 120;

/** Names that are taken in one folder, and the number that the next file of the same name gets. */
export type TakenNames = Map<string, number>;

/**
 * A name for a file in a package, from whatever a sender called it: no path, no control characters, not too long, and
 * different from every name in `taken`, which it joins.
 */
export function safeFileName(given: string, taken: TakenNames): string {
  const last = anyAscii(given.normalize('NFKC')).split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[^\w .()-]/g, '_').replace(/^[. ]+|(?<![. ])[. ]+$/g, '');
  const ending = path.extname(clean).slice(0, 12);
  const stem = (clean.slice(0, clean.length - path.extname(clean).length) || 'file').slice(0, longest);
  const key = `${stem}${ending}`.toLowerCase();
  for (let number = taken.get(key) ?? 1; ; number += 1) {
    const name = `${stem}${number > 1 ? ` (${number})` : ''}${ending}`;
    if (number > 1 && taken.has(name.toLowerCase())) continue;
    taken.set(key, number + 1);
    if (number > 1) taken.set(name.toLowerCase(), 1 + 1);
    return name;
  }
}
