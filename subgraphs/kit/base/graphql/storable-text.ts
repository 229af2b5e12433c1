/** Text of the input that cannot be stored, or was damaged before it came, is refused, with the argument that holds it. */
import { Kind, visit, type DocumentNode } from 'graphql';
import { findArgumentPath, formatPath } from './argument-paths';
import { inputError } from '../errors';

/** Whether text can be stored unchanged: U+0000 cannot be stored, and half of a surrogate pair becomes another character. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

interface Fault {
  problem: string;
  /** Whether it is one at a place in the operation. */
  isFaultAt: (place: string) => boolean;
}

const unstorable: Fault = {
  problem: 'holds a character that is no text: U+0000, or half of a surrogate pair',
  isFaultAt: () => true,
};

/** Where an operation repeats what is stored, as it is stored: in what a rectification corrects, and in entities of a router. */
const repeatsStored = /^representations\b|\breplacements(\[\d+\])?\.existing$/;

/** Free text, in which a message may have lost a letter before it was received. Nobody is found by it. */
const freeText = /\.(text|transcript|note)$/;

/** Decoders put U+FFFD where bytes are no text. Matching would pass over it, and take one name for another (R3). */
const damaged: Fault = {
  problem: 'holds U+FFFD, which stands for a character that was lost: it was sent in another encoding than UTF-8',
  isFaultAt: (place) => !repeatsStored.test(place) && !freeText.test(place),
};

type CheckText = (document: DocumentNode, variables?: Readonly<Record<string, unknown>>) => void;

/** Makes a check of the literals and variables of an operation. @param faultOf what is wrong with a text; null for nothing */
function textCheck(faultOf: (text: string) => Fault | null): CheckText {
  /** Documents whose literals have been checked; one document is sent many times. */
  const lookedAt = new WeakSet<DocumentNode>();
  return (document, variables = {}) => {
    if (!lookedAt.has(document)) {
      visit(document, {
        StringValue: (node) => {
          const fault = faultOf(node.value);
          if (!fault) return;
          const place = findArgumentPath(document, (other) => other === node) ?? 'query';
          if (fault.isFaultAt(place)) throw refusal(place, fault.problem);
        },
      });
      lookedAt.add(document);
    }
    for (const [name, value] of Object.entries(variables)) assertVariable(document, name, value, faultOf);
  };
}

/** @throws BAD_USER_INPUT naming the argument that the variable stands for, not the caller's name for the variable */
function assertVariable(
  document: DocumentNode,
  name: string,
  value: unknown,
  faultOf: (text: string) => Fault | null,
): void {
  const argument = (isMeant?: (place: string) => boolean) =>
    findArgumentPath(document, (node) => node.kind === Kind.VARIABLE && node.name.value === name, isMeant);
  visitTexts(value, [], {
    text: (text, path) => {
      const fault = faultOf(text);
      if (!fault) return;
      const within = path.length > 0 ? formatPath(['', ...path]) : '';
      // A variable may stand at several places; one that stands at none is named by itself.
      const place = argument() === undefined ? name : argument((each) => fault.isFaultAt(each + within));
      if (place !== undefined) throw refusal(place + within, fault.problem);
    },
    tooDeep: (path) => {
      throw refusal((argument() ?? name) + formatPath(['', ...path]), `is nested deeper than ${deepest} levels`);
    },
  });
}

/** No argument is nested deeper than this. */
const deepest = 100;

type Path = (string | number)[];

function visitTexts(
  value: unknown,
  path: Path,
  seen: { text: (text: string, path: Path) => void; tooDeep: (path: Path) => never },
): void {
  if (typeof value === 'string') return seen.text(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (path.length === deepest) seen.tooDeep(path);
  for (const [key, part] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    path.push(key);
    visitTexts(part, path, seen);
    path.pop();
  }
}

const refusal = (argument: string, problem: string) => inputError(argument, `${argument} ${problem}.`);

const storageFault = (text: string) => (isStorable(text) ? null : unstorable);

/**
 * Refuses an operation with text that cannot be stored, in a literal or a variable.
 * @throws BAD_USER_INPUT naming the argument
 */
export const assertStorableText = textCheck(storageFault);

/**
 * Refuses also text that was damaged before it came. For callers' operations: what is stored already may be damaged, and the calls
 * that act on it repeat it.
 * @throws BAD_USER_INPUT naming the argument
 */
export const assertSoundText = textCheck((text) => storageFault(text) ?? (text.includes('\ufffd') ? damaged : null));
