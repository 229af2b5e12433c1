/** Which subjects of this service a term identifies. */
import { codedError } from '../errors';
import { isId } from '../persistence/keyset';
import { searchTermIndex, type IdPage } from '../persistence/term-index';
import type { IdType } from '../terms';
import type { ContractContext } from './definition';

/** A kind of subject that a service owns: its record type in the term index, and the type of its id. */
export interface SubjectKind {
  recordType: string;
  idType: IdType;
}

/** More subjects than this are no request about one person: the term must be narrowed (R19). */
export const maximumSubjects = 1_000;

/** Ids of the subjects that the term may identify, ascending, one page. An id is taken as it is: whether it exists is the table's to say. */
export async function subjectIdPage({ db, term }: ContractContext, kind: SubjectKind, page: IdPage): Promise<string[]> {
  if (term.kind === 'value') return searchTermIndex(db, kind.recordType, term, page);
  if (term.type !== kind.idType || !isId(term.id)) return [];
  const id = term.id.toLowerCase();
  return page.after === null || id > page.after ? [id] : [];
}

/**
 * Ids of all subjects that the term may identify; for what hangs on them.
 * @throws BROAD_TERM when there are more than {@link maximumSubjects}.
 */
export async function subjectIds(context: ContractContext, kind: SubjectKind): Promise<string[]> {
  const ids = await subjectIdPage(context, kind, { after: null, limit: maximumSubjects + 1 });
  if (ids.length > maximumSubjects) {
    throw codedError('BROAD_TERM', `The term matches more than ${maximumSubjects} subjects.`, { argument: 'term' });
  }
  return ids;
}
