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

const at = 0x40;
const [inMailbox, inDomain, inNumber] = [signsOf('._+-'), signsOf('.-'), signsOf('./-')];

const isOneOf = (character: number | undefined, signs: Uint8Array): boolean =>
  character !== undefined && signs[character] === 1;

/** A text in which words are looked for. A place is an index into its folded characters. */
export class SearchableText {
  private readonly characters: Uint32Array;
  private readonly offsets: Uint32Array;
  private readonly kinds: Uint8Array;
  private addressParts: { before: Uint8Array; after: Uint8Array } | undefined;

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
        return !this.isWithinNumber(start, end);
      case 'NUMBER':
        return !isPartOfNumber(this.text, this.offsets[start] as number, this.offsets[end] as number);
      case 'EMAIL':
        return !(
          (isOneOf(characters[start - 1], inMailbox) && this.isInWord(start - 2)) ||
          (isOneOf(characters[end], inDomain) && this.isInWord(end + 1))
        );
      case 'NAME': {
        const { before, after } = (this.addressParts ??= this.findAddressParts());
        return before[start] === 0 && after[end] === 0;
      }
    }
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
  private findAddressParts(): { before: Uint8Array; after: Uint8Array } {
    const { characters, length } = this;
    const before = new Uint8Array(length + 1);
    const after = new Uint8Array(length + 1);
    for (let place = 0; place < length; place += 1) {
      const character = characters[place];
      const goesOn = before[place] === 1 && (this.isInWord(place) || isOneOf(character, inDomain));
      before[place + 1] = goesOn || character === at ? 1 : 0;
    }
    for (let place = length - 1; place >= 0; place -= 1) {
      const character = characters[place];
      const leads = after[place + 1] === 1 && (this.isInWord(place) || isOneOf(character, inMailbox));
      after[place] = leads || character === at ? 1 : 0;
    }
    return { before, after };
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
