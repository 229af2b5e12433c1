/** What may not adjoin a value in a text, since the value would then be a part of something longer (`WordKind`). */
import type { WordKind } from '../../base/terms';
import { inside, inWord, mark, type FoldedText } from './fold-text';
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

/** The bounds of words in a folded text. A place is an index into its characters. */
export class WordBounds {
  private readonly characters: Uint32Array;
  private addressReach: Reach | undefined;
  private underscoreReach: Reach | undefined;

  /** @param kinds what each place is (`FoldedText.kinds`), as these bounds take it */
  constructor(
    private readonly text: string,
    private readonly folded: FoldedText,
    private readonly kinds: Uint8Array = folded.kinds,
  ) {
    this.characters = folded.characters;
  }

  /** Whether the text between two places is whole: not a part of a character, of a word, or of something longer of its kind. */
  standsAlone(start: number, end: number, kind: WordKind): boolean {
    const { characters } = this;
    if (this.isInWord(start - 1) || this.isInWord(end) || this.is(end, mark)) return false;
    if (this.is(start, inside) || this.is(end, inside)) return false;
    switch (kind) {
      case 'WORD':
        return !this.isWithinNumber(start, end) && !this.isWithinIdentifier(start, end);
      case 'HANDLE':
        return !this.isWithinNumber(start, end) && !this.isWithinHandle(start, end);
      case 'NUMBER':
        return !isPartOfNumber(this.text, this.folded.offsets[start] as number, this.folded.offsets[end] as number);
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
      this.characters.length,
      (place) => characters[place] === at,
      leads(inDomain),
      leads(inMailbox),
    ));
  }

  /** Places that `_` ties to a word. */
  private get underscores(): Reach {
    const ties = (place: number) => this.characters[place] === underscore;
    return (this.underscoreReach ??= reachOf(this.characters.length, (place) => this.isInWord(place), ties, ties));
  }
}
