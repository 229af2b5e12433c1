const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Longer grapheme clusters, in UTF-16 units, are cut inside: a text may consist of combining marks alone. */
const longestCharacter = 200;

/**
 * Cuts a text to at most `longest` UTF-16 units, at the border of a grapheme cluster: no letter loses its marks, and no emoji is
 * taken apart. A text that is short enough is returned unchanged.
 */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // The segmenter needs the text from its beginning, since flags are pairs of letters, but not what follows.
  const head = text.slice(0, longest + longestCharacter);
  const end = characters.segment(head).containing(longest)?.index ?? longest;
  if (longest - end <= longestCharacter) return text.slice(0, end);
  return text.slice(0, isSecondHalf(text.charCodeAt(longest)) ? longest - 1 : longest);
}

const isSecondHalf = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
