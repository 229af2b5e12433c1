/** Text that PostgreSQL cannot store is refused as bad input, instead of failing in the database. */
import { Kind, visit, type DocumentNode } from 'graphql';
import { findArgumentPath, formatPath } from './argument-paths';
import { inputError } from '../errors';

/** Whether text can be stored unchanged: U+0000 cannot be stored, and half of a surrogate pair becomes another character. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** Documents whose literals have been checked; one document is sent many times. */
const lookedAt = new WeakSet<DocumentNode>();

/**
 * Refuses an operation with such text in a literal or a variable.
 * @throws BAD_USER_INPUT naming the argument
 */
export function assertStorableText(document: DocumentNode, variables: Readonly<Record<string, unknown>> = {}): void {
  if (!lookedAt.has(document)) {
    visit(document, {
      StringValue: (node) => {
        if (!isStorable(node.value))
          throw refusal(findArgumentPath(document, (other) => other === node) ?? 'query', noText);
      },
    });
    lookedAt.add(document);
  }
  for (const [name, value] of Object.entries(variables)) {
    const path: (string | number)[] = [];
    const problem = problemAt(value, path);
    if (!problem) continue;
    // The place in the API's own words: the argument that the variable stands for, not the caller's name for the variable.
    const argument =
      findArgumentPath(document, (node) => node.kind === Kind.VARIABLE && node.name.value === name) ?? name;
    throw refusal(argument + (path.length > 0 ? formatPath(['', ...path]) : ''), problem);
  }
}

const noText = 'holds a character that is no text: U+0000, or half of a surrogate pair';

/** No argument is nested deeper than this. */
const deepest = 100;

/** What is wrong with a value, with the place of the fault in `path`; null, with `path` unchanged, for one that can be stored. */
function problemAt(value: unknown, path: (string | number)[]): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : noText;
  if (typeof value !== 'object' || value === null) return null;
  if (path.length === deepest) return `is nested deeper than ${deepest} levels`;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, part] of entries) {
    path.push(key);
    const problem = problemAt(part, path);
    if (problem) return problem;
    path.pop();
  }
  return null;
}

const refusal = (argument: string, problem: string) => inputError(argument, `${argument} ${problem}.`);
