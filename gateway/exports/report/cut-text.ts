const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A character with more marks than this is cut nevertheless: some text is nothing but marks. */
const longestCharacter = 200;

/**
 * The beginning of a text, `longest` UTF-16 units at most, that ends between two characters as a reader sees them: no letter
 * loses its marks, no family its children, no emoji its colour. The text itself, when it is no longer.
 */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // What follows does not matter, however long it is; what went before does, for flags are two and two.
  const head = text.slice(0, longest + longestCharacter);
  const end = characters.segment(head).containing(longest)?.index ?? longest;
  if (longest - end <= longestCharacter) return text.slice(0, end);
  return text.slice(0, isSecondHalf(text.charCodeAt(longest)) ? longest - 1 : longest);
}

const isSecondHalf = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
