import path from 'node:path';
import anyAscii from 'any-ascii';

/** The file name of the package of a request or a case. */
export const packageName = (id: string): string => `personal-data-${id}.zip`;

const longest = 120;
const longestEnding = 12;

/** Lower-case names that are taken in one folder, each with the number that the next file of that name gets. */
export type TakenNames = Map<string, number>;

/** Names that Windows reserves for devices, with any ending: no program can create a file with such a name. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i;

/** Windows drops dots and spaces at the end of a name, so that the file would get another name. */
const withoutEnd = (text: string) => text.replace(/[. ]+$/, '');

/**
 * Makes a safe name for a file or folder in a package from the name that a sender gave it. The result has no path, is short, and
 * can be created on Windows. It differs from every name in `taken` even when case is ignored, and is added to `taken`.
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
