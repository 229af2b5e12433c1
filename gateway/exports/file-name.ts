import path from 'node:path';
import anyAscii from 'any-ascii';

/** What the package of a request or case is called. */
export const packageName = (id: string): string => `personal-data-${id}.zip`;

const longest = 120;
const longestEnding = 12;

/** Names that are taken in one folder, and the number that the next file of the same name gets. */
export type TakenNames = Map<string, number>;

/** Names that Windows keeps for devices, whatever ending follows, and that no program can create a file of. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i;

/** Windows drops dots and spaces at the end of a name, and then finds another one. The text is short. */
const withoutEnd = (text: string) => text.replace(/[. ]+$/, '');

/**
 * A name for a file or folder in a package, from whatever a sender called it: no path, no character or name that Windows
 * cannot create, not too long, and different from every name in `taken`, which it joins, also where case does not count.
 */
export function safeFileName(given: string, taken: TakenNames): string {
  const last = anyAscii(given.normalize('NFKC')).split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(/[^\w .()-]/g, '_').replace(/^[. ]+|(?<![. ])[. ]+$/g, '');
  const extension = path.extname(clean);
  const ending = withoutEnd(extension.slice(0, longestEnding));
  const wanted = withoutEnd(clean.slice(0, clean.length - extension.length).slice(0, longest)) || 'file';
  const stem = deviceName.test(`${wanted}${ending}`) ? `_${wanted}` : wanted;
  const key = `${stem}${ending}`.toLowerCase();
  for (let number = taken.get(key) ?? 1; ; number += 1) {
    const name = `${stem}${number > 1 ? ` (${number})` : ''}${ending}`;
    if (number > 1 && taken.has(name.toLowerCase())) continue;
    taken.set(key, number + 1);
    if (number > 1) taken.set(name.toLowerCase(), 1 + 1);
    return name;
  }
}
