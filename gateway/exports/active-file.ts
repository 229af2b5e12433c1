/**
 * Files that act when they are opened: a page or picture with a script in it, a program in text. A package is opened on the
 * person's own computer, where a browser ignores `download` and runs such a file beside everything else in the package.
 */
import path from 'node:path';
import { safeFileName, type TakenNames } from './file-name';

const activeEndings = new Set(
  (
    'htm html shtml xhtml xht mht mhtml hta svg svgz xml xsl xslt xul ' +
    'js mjs cjs jse vbs vbe wsf wsh ps1 bat cmd sh swf jar lnk url webloc desktop reg scr exe com msi'
  ).split(' '),
);

const activeTypes = new Set([
  'text/html',
  'text/javascript',
  'text/xml',
  'text/xsl',
  'application/javascript',
  'application/x-javascript',
  'application/ecmascript',
  'text/ecmascript',
  'application/xml',
  'multipart/related',
  'message/rfc822',
  'application/x-shockwave-flash',
]);

/** Whether a file acts when it is opened, by its name in the package or by its media type. */
function isActive(name: string, mediaType: string): boolean {
  const ending = path.extname(name).slice(1).toLowerCase();
  const type = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  return activeEndings.has(ending) || activeTypes.has(type) || type.endsWith('+xml');
}

/**
 * The name of a sender's file in the package, and whether it is one that acts: such a file gets the ending `.txt` too, with
 * which it opens as text. `taken` is as for {@link safeFileName}.
 */
export function attachmentName(
  { filename, mediaType }: { filename: string; mediaType: string },
  taken: TakenNames,
): { name: string; active: boolean } {
  // What decides is the name that the file gets: a wide `.ｈｔｍｌ` is an ordinary one by then.
  const safe = safeFileName(filename, new Map());
  const active = isActive(safe, mediaType);
  return { name: safeFileName(active ? `${safe}.txt` : safe, taken), active };
}
