/**
 * Text in the form in which it is searched. Decomposing a whole text at once takes time by the square of the number of marks on
 * one letter, so it is done character by character, with a bounded number of marks each.
 */
import { apostrophes } from '../../base/terms/characters';
import { foldCase } from './fold-case';

const space = 0x20;

const isSpace = (character: number): boolean =>
  character === space || (character >= 9 && character <= 13) || (character > 127 && isMatch(/\s/u, character));

/** Whether a character belongs to a word or a number, whatever its script. */
const isSign = (character: number): boolean => {
  if (character < 128) return (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39);
  return isMatch(/[\p{L}\p{N}]/iu, character);
};

/** Whether it belongs to a script that is written without spaces, where a word of another script may begin or end at any place. */
const isOfUnspacedScript = (character: number): boolean =>
  character >= 0xe00 &&
  isMatch(
    /(?!\p{Nd})[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u,
    character,
  );

const apostrophe = 0x27;
/** Pairs of quotation marks are apostrophes inside words only (R3). */
const quotationMarks = new Set([...`"‚‛“”‹›«»`].map((each) => each.codePointAt(0)));
const otherApostrophes = new Set([...apostrophes].map((each) => each.codePointAt(0)));

const isMatch = (pattern: RegExp, character: number) => pattern.test(String.fromCodePoint(character));

/** A text in the form in which it is searched: decomposed (NFD) with its case folded, each apostrophe as `'`, and each run of white space as one space. */
export interface FoldedText {
  characters: Uint32Array;
  /** Where each character began in the text. */
  offsets: Uint32Array;
  /**
   * What each place is, as bits: in a word, a mark, inside a character of the text that was decomposed, or in a word of a script
   * without spaces.
   */
  kinds: Uint8Array;
}

export const [inWord, mark, inside, unspaced] = [1, 2, 4, 8];

/** The most marks on one character; further marks count as a character of their own (Stream-Safe Text Format, UAX 15). */
const mostMarks = 30;

/** The first character that can be a mark, or be decomposed with the marks that follow. */
const firstComposed = 0xc0;

const isMark = (character: number): boolean => character >= 0x300 && isMatch(/\p{M}/u, character);

/** The offset where a character with its marks ends. */
function endOfCharacter(text: string, offset: number): number {
  let end = offset + ((text.codePointAt(offset) as number) > 0xffff ? 2 : 1);
  for (let marks = 0; marks < mostMarks && end < text.length; marks += 1) {
    const next = text.codePointAt(end) as number;
    if (!isMark(next)) break;
    end += next > 0xffff ? 2 : 1;
  }
  return end;
}

/** Collects the characters of a folded text. */
class Folding {
  private characters = new Uint32Array(0);
  private offsets = new Uint32Array(1);
  private kinds = new Uint8Array(1);
  private length = 0;

  constructor(room: number) {
    this.grow(room + 1);
  }

  /** @param isBeforeWord whether a word follows the character */
  add(character: number, offset: number, isInside = false, isBeforeWord = false): void {
    if (this.length + 1 >= this.kinds.length) this.grow(this.length * 2);
    const folded = this.foldSign(character, isBeforeWord);
    let kind = isInside ? inside : 0;
    if (isMark(character)) kind |= mark;
    // A mark belongs to what it stands on: to a letter, and with it to the word, or to a character outside words.
    const before = this.length > 0 ? (this.kinds[this.length - 1] as number) : 0;
    if (isSign(folded)) kind |= isOfUnspacedScript(folded) ? inWord | unspaced : inWord;
    else if (kind & mark) kind |= before & (inWord | unspaced);
    this.characters[this.length] = folded;
    this.offsets[this.length] = offset;
    this.kinds[this.length] = kind;
    this.length += 1;
  }

  private foldSign(character: number, isBeforeWord: boolean): number {
    if (!otherApostrophes.has(character)) return foldCase(character);
    const isInWord = isBeforeWord && this.length > 0 && ((this.kinds[this.length - 1] as number) & inWord) !== 0;
    return isInWord || !quotationMarks.has(character) ? apostrophe : character;
  }

  addSpace(offset: number): void {
    if (this.length === 0 || this.characters[this.length - 1] !== space) this.add(space, offset);
  }

  end(offset: number): FoldedText {
    this.offsets[this.length] = offset;
    this.kinds[this.length] = 0;
    return {
      characters: this.characters.subarray(0, this.length),
      offsets: this.offsets.subarray(0, this.length + 1),
      kinds: this.kinds.subarray(0, this.length + 1),
    };
  }

  private grow(room: number): void {
    const size = room + 16;
    const enlarged = <T extends Uint32Array | Uint8Array>(next: T, last: T): T => {
      next.set(last);
      return next;
    };
    this.characters = enlarged(new Uint32Array(size), this.characters);
    this.offsets = enlarged(new Uint32Array(size), this.offsets);
    this.kinds = enlarged(new Uint8Array(size), this.kinds);
  }
}

const beginsWord = (text: string, offset: number): boolean => {
  const next = text.codePointAt(offset);
  return next !== undefined && isSign(foldCase(next));
};

/** Folds a text. The composed and the decomposed form of a text (NFC and NFD) give the same. */
export function foldText(text: string): FoldedText {
  const folding = new Folding(text.length);
  for (let offset = 0; offset < text.length;) {
    const character = text.codePointAt(offset) as number;
    if (isSpace(character)) {
      folding.addSpace(offset);
      offset += 1;
    } else if (character < firstComposed) {
      folding.add(character, offset, false, otherApostrophes.has(character) && beginsWord(text, offset + 1));
      offset += 1;
    } else {
      const end = endOfCharacter(text, offset);
      const whole = text.slice(offset, end);
      const parts = whole.normalize('NFD');
      const isBeforeWord = otherApostrophes.has(character) && beginsWord(text, end);
      let place = offset;
      for (const part of parts) {
        const isInside = parts !== whole && place !== offset;
        folding.add(part.codePointAt(0) as number, isInside ? offset : place, isInside, isBeforeWord);
        place += part.length;
      }
      offset = end;
    }
  }
  return folding.end(text.length);
}
