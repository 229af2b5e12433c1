/** Objections to calls as a record source. They are kept at an erasure, as digests of numbers, so that nobody is called again (R12). */
import { subjectRows, type ContractContext, type RecordSource } from '../../kit';
import { findDoNotCall, meantEntries } from './do-not-call';
import type { DoNotCallEntry } from '../entities';
import { numbersOf } from '../identifiers';
import { contactKind, listsOf } from '../term-contacts';

const objection = 'Art. 17(3)(b): duty to honour the objection to calls (Art. 21(3))';

/** The objections of the number that the term is, and of the numbers of the contacts that it identifies, whatever their age. */
async function objectionsOf(context: ContractContext): Promise<DoNotCallEntry[]> {
  const { term } = context;
  if (term.type === 'USER_ID' || term.type === 'EXTERNAL_CONTACT_ID') return [];
  const found = await subjectRows(context, contactKind);
  const lists = await listsOf(context.db, found);
  const phones = found.flatMap((contact) => numbersOf(lists.get(contact.contactListId), contact));
  return findDoNotCall(context.db, [...new Set([...phones, ...(term.type === 'PHONE' ? [term.value] : [])])]);
}

export const objections: RecordSource = {
  recordType: 'DoNotCallEntry',
  holdsSubjects: false,

  async find(context, { after, limit }) {
    const meant = await meantEntries(context.db, await objectionsOf(context), context.coverage);
    const page = meant.filter(({ id }) => after === null || id > after).slice(0, limit);
    return page.map(({ id, createdAt }) => ({ id, createdAt, fields: [] }));
  },

  // A newer objection may be that of a contact that the mark covers.
  async count(context, limit) {
    const entries = await objectionsOf({ ...context, coverage: null });
    return Math.min((await meantEntries(context.db, entries, context.coverage)).length, limit);
  },

  // Every request keeps an objection, whatever its age.
  async erase(context) {
    const recordIds = (await objectionsOf(context)).map(({ id }) => id);
    return {
      handled: 0,
      done: [],
      kept: recordIds.length > 0 ? [{ disposition: 'RETAINED', recordIds, reason: objection }] : [],
    };
  },

  // An entry holds no number that could be corrected; an objection for the right number is for the person to make.
  rectify: () => Promise.resolve({ seen: [], done: [] }),
};
