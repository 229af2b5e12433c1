/**
 * Finds words in free text without regard to case and spacing. The time is linear in the text and in what is looked for,
 * whatever they are: texts are written by anybody, and one of them must not hold up a service for everybody (R27).
 */
import { foldCase } from './fold-case';

const space = 0x20;

const isSpace = (character: number): boolean =>
  character === space || (character >= 9 && character <= 13) || (character > 127 && isMatch(/\s/u, character));

/** Whether a character belongs to a word or a number, whatever its script. */
const isSign = (character: number | undefined): boolean => {
  if (character === undefined) return false;
  if (character < 128) return (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39);
  return isMatch(/[\p{L}\p{N}]/iu, character);
};

const isMatch = (pattern: RegExp, character: number) => pattern.test(String.fromCodePoint(character));

/** Characters of a text with their case folded, each run of white space as one space, and where each began. */
function folded(text: string): { characters: Uint32Array; offsets: Uint32Array } {
  const characters = new Uint32Array(text.length);
  const offsets = new Uint32Array(text.length + 1);
  let length = 0;
  for (let offset = 0; offset < text.length;) {
    const character = text.codePointAt(offset) as number;
    const blank = isSpace(character);
    if (!blank || length === 0 || characters[length - 1] !== space) {
      characters[length] = blank ? space : foldCase(character);
      offsets[length] = offset;
      length += 1;
    }
    offset += character > 0xffff ? 2 : 1;
  }
  offsets[length] = text.length;
  return { characters: characters.subarray(0, length), offsets: offsets.subarray(0, length + 1) };
}

/** What a word must not touch where it stands, so that it is not a part of something longer. */
export type WordKind = 'word' | 'name' | 'address';

/** Which of the first 128 characters are among these. */
const signsOf = (signs: string) =>
  Uint8Array.from({ length: 128 }, (_, code) => +signs.includes(String.fromCharCode(code)));

const at = 0x40;
const [inMailbox, inDomain] = [signsOf('._+-'), signsOf('.-')];

const isOneOf = (character: number | undefined, signs: Uint8Array): boolean =>
  character !== undefined && signs[character] === 1;

/** A text in which words are looked for. Places are counted in its folded characters. */
export class SearchableText {
  private readonly characters: Uint32Array;
  private readonly offsets: Uint32Array;
  private addressParts: { before: Uint8Array; after: Uint8Array } | undefined;

  constructor(private readonly text: string) {
    ({ characters: this.characters, offsets: this.offsets } = folded(text));
  }

  /** How many places there are. */
  get length(): number {
    return this.characters.length;
  }

  /** The text as it is written from one place to another. */
  slice(start: number, end: number): string {
    return this.text.slice(this.offsets[start], this.offsets[end]);
  }

  /**
   * Tells `found` every place where `words` begins, also where that overlaps the one before, and answers how many places
   * it takes; 0 for words that are nothing but white space, which are nowhere.
   */
  find(words: string, kind: WordKind, found: (place: number) => void): number {
    const wanted = folded(words.trim()).characters;
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

  private standsAlone(start: number, end: number, kind: WordKind): boolean {
    const { characters } = this;
    if (isSign(characters[start - 1]) || isSign(characters[end])) return false;
    switch (kind) {
      case 'word':
        return true;
      case 'address':
        return !(
          (isOneOf(characters[start - 1], inMailbox) && isSign(characters[start - 2])) ||
          (isOneOf(characters[end], inDomain) && isSign(characters[end + 1]))
        );
      case 'name': {
        const { before, after } = (this.addressParts ??= addressPartsOf(characters));
        return before[start] === 0 && after[end] === 0;
      }
    }
  }
}

/** For each beginning of the words, how much of it is left when the next character is another one (Knuth, Morris, Pratt). */
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

/** Where what comes before is an `@` with the beginning of a domain, and where what follows is the rest of a mailbox with its `@`. */
function addressPartsOf(characters: Uint32Array): { before: Uint8Array; after: Uint8Array } {
  const { length } = characters;
  const before = new Uint8Array(length + 1);
  const after = new Uint8Array(length + 1);
  for (let place = 0; place < length; place += 1) {
    const character = characters[place];
    const goesOn = before[place] === 1 && (isSign(character) || isOneOf(character, inDomain));
    before[place + 1] = goesOn || character === at ? 1 : 0;
  }
  for (let place = length - 1; place >= 0; place -= 1) {
    const character = characters[place];
    const leads = after[place + 1] === 1 && (isSign(character) || isOneOf(character, inMailbox));
    after[place] = leads || character === at ? 1 : 0;
  }
  return { before, after };
}
