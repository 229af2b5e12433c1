/**
 * Text in the form in which it is searched. Decomposing a whole text at once takes time by the square of the number of marks on
 * one letter, so it is done character by character, with a bounded number of marks each.
 */
import { foldCase } from './fold-case';

const space = 0x20;

const isSpace = (character: number): boolean =>
  character === space || (character >= 9 && character <= 13) || (character > 127 && isMatch(/\s/u, character));

/** Whether a character belongs to a word or a number, whatever its script. */
const isSign = (character: number): boolean => {
  if (character < 128) return (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39);
  return isMatch(/[\p{L}\p{N}]/iu, character);
};

const isMatch = (pattern: RegExp, character: number) => pattern.test(String.fromCodePoint(character));

/** A text in the form in which it is searched: decomposed (NFD) with its case folded, and each run of white space as one space. */
export interface FoldedText {
  characters: Uint32Array;
  /** Where each character began in the text. */
  offsets: Uint32Array;
  /** What each place is, as bits: in a word, a mark, or inside a character of the text that was decomposed. */
  kinds: Uint8Array;
}

export const [inWord, mark, inside] = [1, 2, 4];

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

  add(character: number, offset: number, isInside = false): void {
    if (this.length + 1 >= this.kinds.length) this.grow(this.length * 2);
    const folded = foldCase(character);
    let kind = isInside ? inside : 0;
    if (isMark(character)) kind |= mark;
    // A mark belongs to what it stands on: to a letter, and with it to the word, or to a character outside words.
    const before = this.length > 0 ? (this.kinds[this.length - 1] as number) : 0;
    if (isSign(folded) || (kind & mark && before & inWord)) kind |= inWord;
    this.characters[this.length] = folded;
    this.offsets[this.length] = offset;
    this.kinds[this.length] = kind;
    this.length += 1;
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

/** Folds a text. The composed and the decomposed form of a text (NFC and NFD) give the same. */
export function foldText(text: string): FoldedText {
  const folding = new Folding(text.length);
  for (let offset = 0; offset < text.length;) {
    const character = text.codePointAt(offset) as number;
    if (isSpace(character)) {
      folding.addSpace(offset);
      offset += 1;
    } else if (character < firstComposed) {
      folding.add(character, offset);
      offset += 1;
    } else {
      const end = endOfCharacter(text, offset);
      const whole = text.slice(offset, end);
      const parts = whole.normalize('NFD');
      let place = offset;
      for (const part of parts) {
        const isInside = parts !== whole && place !== offset;
        folding.add(part.codePointAt(0) as number, isInside ? offset : place, isInside);
        place += part.length;
      }
      offset = end;
    }
  }
  return folding.end(text.length);
}
