/** Rectification of a contact on a list (R14), with or without labelled columns. */
import { replaceAnywhere, replaceParts, replaceTyped, type Replacement } from '../kit';
import type { ContactList, DialerContact } from './entities';
import { columnsHolding, spread } from './identifiers';

/** Replaces values in a contact. @returns UNPLACED when a correction of its name or address could not be split */
export function correctValues(
  list: ContactList | undefined,
  contact: DialerContact,
  replacements: Replacement[],
): 'DONE' | 'UNPLACED' {
  let outcome: 'DONE' | 'UNPLACED' = 'DONE';
  for (const options of spread) {
    const columns = columnsHolding(list?.columns ?? [], options.type);
    const held = Object.fromEntries(columns.map((name) => [name, contact.values[name]]));
    const { parts, unplaced } = replaceParts(options, held, replacements);
    if (unplaced) outcome = 'UNPLACED';
    if (parts !== held) Object.assign(contact.values, parts);
  }
  for (const { name, holds } of list?.columns ?? []) {
    const value = contact.values[name];
    if (!value) continue;
    if (holds === null) contact.values[name] = replaceAnywhere(value, replacements);
    else if (!spread.some(({ type }) => type === holds))
      contact.values[name] = replaceTyped(holds, value, replacements);
  }
  return outcome;
}
