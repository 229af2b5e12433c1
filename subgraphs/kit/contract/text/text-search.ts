/**
 * Finds words in free text without regard to case and spacing. The time is linear in the length of both: anybody can write the
 * texts, and no text may hold up a service for everybody (R27).
 */
import type { WordKind } from '../../base/terms';
import { foldText, inside, inWord, mark } from './fold-text';
import { isDigit, isPartOfNumber } from './number-bounds';

/** The set of some ASCII characters, by their code. */
const signsOf = (signs: string) =>
  Uint8Array.from({ length: 128 }, (_, code) => +signs.includes(String.fromCharCode(code)));

const [at, dot, underscore] = [0x40, 0x2e, 0x5f];
const [inMailbox, inDomain, inNumber] = [signsOf('._+-'), signsOf('.-'), signsOf('./-')];

const isOneOf = (character: number | undefined, signs: Uint8Array): boolean =>
  character !== undefined && signs[character] === 1;

/** The hyphen of keyboards and those of Unicode; the longer dashes part words. */
const isHyphen = (character: number | undefined): boolean =>
  character === 0x2d || character === 0x2010 || character === 0x2011;

/** For each place of a text, whether some characters lead from it back to an end (`before`), or on to one (`after`). */
interface Reach {
  before: Uint8Array;
  after: Uint8Array;
}

type PlaceTest = (place: number) => boolean;

/** All places at once, so that no run of characters is walked over for each place beside it. */
function reachOf(length: number, ends: PlaceTest, leadsBack: PlaceTest, leadsOn: PlaceTest): Reach {
  const [before, after] = [new Uint8Array(length + 1), new Uint8Array(length + 1)];
  for (let place = 0; place < length; place += 1)
    before[place + 1] = ends(place) || (before[place] === 1 && leadsBack(place)) ? 1 : 0;
  for (let place = length - 1; place >= 0; place -= 1)
    after[place] = ends(place) || (after[place + 1] === 1 && leadsOn(place)) ? 1 : 0;
  return { before, after };
}

/** A text in which words are looked for. A place is an index into its folded characters. */
export class SearchableText {
  private readonly characters: Uint32Array;
  private readonly offsets: Uint32Array;
  private readonly kinds: Uint8Array;
  private addressReach: Reach | undefined;
  private underscoreReach: Reach | undefined;

  constructor(private readonly text: string) {
    ({ characters: this.characters, offsets: this.offsets, kinds: this.kinds } = foldText(text));
  }

  /** The number of places. */
  get length(): number {
    return this.characters.length;
  }

  /** The original text between two places. */
  slice(start: number, end: number): string {
    return this.text.slice(this.offsets[start], this.offsets[end]);
  }

  /**
   * Calls `found` with every place where `words` begins, also with overlapping ones.
   * @returns the number of places that `words` takes; 0 for white space alone, which is never found
   */
  find(words: string, kind: WordKind, found: (place: number) => void): number {
    const wanted = foldText(words.trim()).characters;
    if (wanted.length === 0 || wanted.length > this.length) return wanted.length;
    const fallbacks = fallbacksOf(wanted);
    let matched = 0;
    for (let place = 0; place < this.length; place += 1) {
      while (matched > 0 && this.characters[place] !== wanted[matched]) matched = fallbacks[matched - 1] as number;
      if (this.characters[place] === wanted[matched]) matched += 1;
      if (matched < wanted.length) continue;
      const start = place + 1 - matched;
      if (this.standsAlone(start, place + 1, kind)) found(start);
      matched = fallbacks[matched - 1] as number;
    }
    return wanted.length;
  }

  /** Whether the text between two places is whole: not a part of a character, of a word, or of something longer of its kind. */
  private standsAlone(start: number, end: number, kind: WordKind): boolean {
    const { characters } = this;
    if (this.isInWord(start - 1) || this.isInWord(end) || this.is(end, mark)) return false;
    if (this.is(start, inside) || this.is(end, inside)) return false;
    switch (kind) {
      case 'WORD':
        return !this.isWithinNumber(start, end) && !this.isWithinIdentifier(start, end);
      case 'HANDLE':
        return !this.isWithinNumber(start, end) && !this.isWithinHandle(start, end);
      case 'NUMBER':
        return !isPartOfNumber(this.text, this.offsets[start] as number, this.offsets[end] as number);
      case 'EMAIL':
        return !(
          (isOneOf(characters[start - 1], inMailbox) && this.isInWord(start - 2)) ||
          (isOneOf(characters[end], inDomain) && this.isInWord(end + 1)) ||
          this.underscores.before[start] === 1
        );
      case 'NAME': {
        const { before, after } = this.addressParts;
        if (before[start] === 1 || after[end] === 1 || this.isWithinIdentifier(start, end)) return false;
        return !(
          (isHyphen(characters[start - 1]) && this.isInWord(start - 2)) ||
          (isHyphen(characters[end]) && this.isInWord(end + 1))
        );
      }
    }
  }

  /** Whether `_` ties it to a further word: the `ana` of `ana_k`, but not of `_ana_`, which only stresses it. */
  private isWithinIdentifier(start: number, end: number): boolean {
    const { before, after } = this.underscores;
    return before[start] === 1 || after[end] === 1;
  }

  /** Whether it is a part of another handle, where `_` is a sign like a letter, or of an e-mail address. */
  private isWithinHandle(start: number, end: number): boolean {
    const { characters } = this;
    const isSign = (place: number) => this.isInWord(place) || characters[place] === underscore;
    const joins = (place: number) => characters[place] === dot || isHyphen(characters[place]);
    return (
      isSign(start - 1) ||
      isSign(end) ||
      (joins(start - 1) && isSign(start - 2)) ||
      (joins(end) && isSign(end + 1)) ||
      (characters[start - 1] === at && this.isInWord(start - 2)) ||
      this.addressParts.after[end] === 1
    );
  }

  /** Whether a number at its edge continues without a space: the 5 of `5/7`. */
  private isWithinNumber(start: number, end: number): boolean {
    const digitAt = (place: number) => isDigit(this.characters[place]);
    const joinedAt = (place: number) => isOneOf(this.characters[place], inNumber);
    return (
      (digitAt(start) && joinedAt(start - 1) && digitAt(start - 2)) ||
      (digitAt(end - 1) && joinedAt(end) && digitAt(end + 1))
    );
  }

  private is(place: number, kind: number): boolean {
    return ((this.kinds[place] ?? 0) & kind) !== 0;
  }

  private isInWord(place: number): boolean {
    return this.is(place, inWord);
  }

  /** Places inside an e-mail address: after an `@` with the beginning of a domain, and before the rest of a mailbox with its `@`. */
  private get addressParts(): Reach {
    const { characters } = this;
    const leads = (signs: Uint8Array) => (place: number) => this.isInWord(place) || isOneOf(characters[place], signs);
    return (this.addressReach ??= reachOf(
      this.length,
      (place) => characters[place] === at,
      leads(inDomain),
      leads(inMailbox),
    ));
  }

  /** Places that `_` ties to a word. */
  private get underscores(): Reach {
    const ties = (place: number) => this.characters[place] === underscore;
    return (this.underscoreReach ??= reachOf(this.length, (place) => this.isInWord(place), ties, ties));
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
