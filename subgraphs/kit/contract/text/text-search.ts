/**
 * Finds values in free text without regard to case and spacing. The time is linear in the length of both: anybody can write the
 * texts, and no text may hold up a service for everybody (R27).
 */
import type { ValueType, WordKind } from '../../base/terms';
import { foldText, inWord, unspaced, type FoldedText } from './fold-text';
import { numbersLike } from './number-search';
import { WordBounds } from './word-bounds';

/**
 * How a value stands in a text. WHOLE: by itself. WITHIN: in a row of letters of its own script, which is written without spaces, so
 * that nobody can tell whether it is a word there: 林 in 林さん, and in 林檎.
 */
export type Standing = 'WHOLE' | 'WITHIN';

/** Called with the places where a value begins and ends. */
type OnPlace = (start: number, end: number, standing: Standing) => void;

/** A text in which values are looked for. A place is an index into its folded characters. */
export class SearchableText {
  private readonly folded: FoldedText;
  private readonly bounds: WordBounds;
  /** The bounds where scripts without spaces part words like spaces; null in a text without them. */
  private readonly scriptBounds: WordBounds | null;

  constructor(private readonly text: string) {
    this.folded = foldText(text);
    this.bounds = new WordBounds(text, this.folded);
    const parted = this.folded.kinds.map((kind) => (kind & unspaced ? kind & ~inWord : kind));
    this.scriptBounds = this.folded.kinds.some((kind) => kind & unspaced)
      ? new WordBounds(text, this.folded, parted)
      : null;
  }

  /** The number of places. */
  get length(): number {
    return this.folded.characters.length;
  }

  /** The original text between two places. */
  slice(start: number, end: number): string {
    return this.text.slice(this.folded.offsets[start], this.folded.offsets[end]);
  }

  /** Calls `found` with every place where `words` stand, also with overlapping ones; white space alone is never found. */
  find(words: string, kind: WordKind, found: OnPlace): void {
    const { characters } = this.folded;
    const wanted = foldText(words.trim()).characters;
    if (wanted.length === 0 || wanted.length > this.length) return;
    const fallbacks = fallbacksOf(wanted);
    let matched = 0;
    for (let place = 0; place < this.length; place += 1) {
      while (matched > 0 && characters[place] !== wanted[matched]) matched = fallbacks[matched - 1] as number;
      if (characters[place] === wanted[matched]) matched += 1;
      if (matched < wanted.length) continue;
      this.tell(place + 1 - matched, place + 1, kind, found);
      matched = fallbacks[matched - 1] as number;
    }
  }

  /**
   * Calls `found` with every place where a number stands that equals `existing` once both are normalised, however it is written.
   * @returns false when the text has too many numbers that look like it to read them all
   */
  findNumber(type: ValueType, existing: string, found: OnPlace): boolean {
    return numbersLike(this.text, type, existing, (start, end) => {
      this.tell(this.placeOf(start), this.placeOf(end), 'NUMBER', found);
    });
  }

  private tell(start: number, end: number, kind: WordKind, found: OnPlace): void {
    if (this.bounds.standsAlone(start, end, kind)) found(start, end, 'WHOLE');
    else if (this.scriptBounds?.standsAlone(start, end, kind))
      found(start, end, this.isUnspaced(start) || this.isUnspaced(end - 1) ? 'WITHIN' : 'WHOLE');
  }

  private isUnspaced(place: number): boolean {
    return ((this.folded.kinds[place] ?? 0) & unspaced) !== 0;
  }

  /** The first place that begins at an offset of the text or after it. */
  private placeOf(offset: number): number {
    const { offsets } = this.folded;
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** For each beginning of the words, how much of it still matches when the next character differs (Knuth, Morris, Pratt). */
function fallbacksOf(wanted: Uint32Array): Uint32Array {
  const fallbacks = new Uint32Array(wanted.length);
  let matched = 0;
  for (let place = 1; place < wanted.length; place += 1) {
    while (matched > 0 && wanted[place] !== wanted[matched]) matched = fallbacks[matched - 1] as number;
    if (wanted[place] === wanted[matched]) matched += 1;
    fallbacks[place] = matched;
  }
  return fallbacks;
}
