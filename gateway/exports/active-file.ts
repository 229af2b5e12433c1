/**
 * Active files: opening one runs code, such as a page or a picture with a script in it, or a shell script. A person opens the
 * package on their own computer. There a browser ignores `download`, and a script could read every other file of the package.
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

/** Whether a file is active, by its name in the package or by its media type. */
function isActive(name: string, mediaType: string): boolean {
  const ending = path.extname(name).slice(1).toLowerCase();
  const type = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  return activeEndings.has(ending) || activeTypes.has(type) || type.endsWith('+xml');
}

/**
 * The name that a sender's file gets in the package, and whether the file is active. An active file also gets the ending
 * `.txt`, so that it opens as text.
 * @param taken the names in its folder, as for {@link safeFileName}
 */
export function attachmentName(
  { filename, mediaType }: { filename: string; mediaType: string },
  taken: TakenNames,
): { name: string; active: boolean } {
  // The cleaned name decides: it turns a full-width `.ｈｔｍｌ` into an ordinary `.html`.
  const safe = safeFileName(filename, new Map());
  const active = isActive(safe, mediaType);
  return { name: safeFileName(active ? `${safe}.txt` : safe, taken), active };
}
