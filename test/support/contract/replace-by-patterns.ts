/**
 * Replacing in free text, defined by regular expressions: easy to read, but too slow for hostile texts. Text and values are compared
 * decomposed (NFD), and the result is decomposed too.
 */
import type { Replacement } from '../../../subgraphs/kit';

/** A letter or digit. */
const anySign = '[\\p{L}\\p{N}]';
/** Letters of scripts without spaces, as far as tests write them: properties of scripts make patterns slow. */
const unspaced = '[\u1100-\u11ff明]';
/** A letter or digit of another script. */
const spacedSign = `(?!${unspaced})${anySign}`;
const unspacedEdge = new RegExp(`^${unspaced}|${unspaced}\\p{M}*$`, 'u');
const hyphen = '[-\u2010\u2011]';

function patternOf({ type, existing }: Replacement, letter: string): string {
  const sign = `${letter}\\p{M}*`;
  const signOrMark = `${letter}|\\p{M}`;
  const literal = existing.normalize('NFD').trim().split(/\s+/).map(escape).join('\\s+');
  const domain = `(?:${sign}|[.-])*`;
  const mailbox = `(?:${sign}|[._+-])*`;
  if (type === 'EMAIL') return `(?<!${sign}(?:_*|[.+-]))${literal}(?!${signOrMark}|[.-]${letter})`;
  if (type === 'NAME')
    return `(?<!${sign}(?:_*|${hyphen})|@${domain})${literal}(?!${signOrMark}|(?:_*|${hyphen})${letter}|${mailbox}@)`;
  const word = `(?<!${sign})${literal}(?!${signOrMark})`;
  if (isPhone(type)) return word;
  const number = `(?<!\\p{Nd}[./-](?=\\p{Nd}))${word}(?!(?<=\\p{Nd})[./-]\\p{Nd})`;
  if (!isHandle(type)) return `(?<!${sign}_*)${number}(?!_*${letter})`;
  const joiner = `(?:[.]|${hyphen})?`;
  return `(?<!(?:${sign}|_)${joiner}|${sign}@)${number}(?!${joiner}(?:${letter}|_)|${mailbox}@)`;
}

const isPhone = (type: Replacement['type']) => type === 'PHONE' || type === 'WHATSAPP';
const isHandle = (type: Replacement['type']) => !['ADDRESS', 'EXTERNAL_ID'].includes(type);

/** Counts the digits on one side of a place that belong to the same number: a few signs and single spaces may separate them. */
function digitsOn(text: string[], step: 1 | -1): number {
  const on = step === 1 ? text : [...text].reverse();
  let digits = 0;
  for (let index = 0, between = 0; index < on.length; index += 1) {
    const character = on[index] as string;
    const isSingle = [on[index - 1], on[index + 1]].every((next) => next === undefined || !/\s/.test(next));
    if (/\p{Nd}/u.test(character)) [digits, between] = [digits + 1, 0];
    else if (character === '+' && step === -1) return digits + 1;
    else if (/[-./()\u2010\u2011]/.test(character) || (/[ \u00a0]/.test(character) && isSingle)) between += 1;
    else break;
    if (between > 3) break;
  }
  return digits;
}

function isWholeNumber(before: string, number: string, after: string): boolean {
  const own = number.match(/\p{Nd}/gu)?.length ?? 0;
  if (own === 0) return true;
  if (/^[\s,;]{0,2}(?:ext(?:ension)?[.:]?|x|#)\s?\p{Nd}/iu.test(after)) return false;
  const others = (number.startsWith('+') ? 0 : digitsOn([...before], -1)) + digitsOn([...after], 1);
  return others === 0 || own + others > 15;
}

// The hyphen is not escaped: outside a class it has no special meaning, and unicode patterns forbid the escape.
const escape = (literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Replaces by regular expressions; `existing` of every replacement must contain more than white space. */
export function replaceByPatterns(text: string, replacements: Replacement[]): string {
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  // An id of digits alone may be anything in a text.
  const meant = ordered.filter(({ type, existing }) => type !== 'EXTERNAL_ID' || !/^\s*\p{Nd}+\s*$/u.test(existing));
  const patterns = meant.map((each) => {
    const own = each.existing.normalize('NFD').trim();
    const letters = unspacedEdge.test(own) ? [anySign] : [anySign, spacedSign];
    return {
      updated: each.updated,
      isPhone: isPhone(each.type),
      pattern: new RegExp(letters.map((letter) => patternOf(each, letter)).join('|'), 'iuy'),
    };
  });
  const decomposed = text.normalize('NFD');
  let replaced = '';
  for (let place = 0; place < decomposed.length;) {
    const match = patterns
      .map(({ updated, isPhone: whole, pattern }) => {
        pattern.lastIndex = place;
        const found = pattern.exec(decomposed)?.[0];
        if (found === undefined) return null;
        const [before, after] = [decomposed.slice(0, place), decomposed.slice(place + found.length)];
        return !whole || isWholeNumber(before, found, after) ? { found, updated } : null;
      })
      .find((each) => each !== null);
    const character = String.fromCodePoint(decomposed.codePointAt(place) as number);
    replaced += match?.updated ?? character;
    place += match?.found.length ?? character.length;
  }
  return replaced;
}
