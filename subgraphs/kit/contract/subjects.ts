/** Which subjects of this service a term identifies: their rows in one statement, or their ids alone. */
import { codedError } from '../base/errors';
import { findByIds, type OrganizationEntity } from '../base/persistence/entity-loader';
import { isId } from '../base/persistence/keyset';
import { searchRows, searchTermIndex, type IdPage } from '../base/persistence/term-index';
import type { IdType } from '../base/terms';
import type { ContractContext } from './definition';
import type { RowSource } from './rows';

/** A kind of subject that a service owns. */
export interface SubjectKind<T extends OrganizationEntity> {
  /** Its record type in the term index. */
  recordType: string;
  /** The type of its id. */
  idType: IdType;
  entity: new () => T;
  /** Whether a row that the term's id names counts; every row that is there, when this is absent. */
  counts?: (row: T, context: ContractContext) => boolean;
}

/** More subjects than this are no request about one person: the term must be narrowed (R19). */
export const maximumSubjects = 1_000;

/** The term's own id, where it may be one of this kind and stands on the page. Whether it exists is the table's to say. */
function ownIds<T extends OrganizationEntity>({ term }: ContractContext, kind: SubjectKind<T>, page: IdPage): string[] {
  if (term.kind === 'value' || term.type !== kind.idType || !isId(term.id)) return [];
  const id = term.id.toLowerCase();
  return page.after === null || id > page.after ? [id] : [];
}

async function rowsOf<T extends OrganizationEntity>(
  context: ContractContext,
  kind: SubjectKind<T>,
  page: IdPage,
): Promise<T[]> {
  const { db, term } = context;
  if (term.kind === 'value') return searchRows(db, kind.entity, kind.recordType, term, page);
  const found = await findByIds(db, kind.entity, ownIds(context, kind, page));
  return found.filter((row) => kind.counts?.(row, context) ?? true);
}

/** What a source of subjects' own rows says of itself: they are looked up by a value in the term index, or by their id. */
export const subjectSource = <T extends OrganizationEntity>(kind: SubjectKind<T>) =>
  ({
    recordType: kind.recordType,
    entity: kind.entity,
    holdsSubjects: true,
    rows: (context: ContractContext, page: IdPage) => rowsOf(context, kind, page),
    ids: async (context: ContractContext, page: IdPage) => {
      const { db, term } = context;
      if (term.kind === 'value') return searchTermIndex(db, kind.recordType, term, page);
      return (await rowsOf(context, kind, page)).map(({ id }) => id);
    },
  }) satisfies Partial<RowSource<T>>;

const everyone: IdPage = { after: null, limit: maximumSubjects + 1 };

function refuseBroad<T>(found: T[]): T[] {
  if (found.length <= maximumSubjects) return found;
  throw codedError('BROAD_TERM', `The term matches more than ${maximumSubjects} subjects.`, { argument: 'term' });
}

/**
 * All subjects that the term identifies; for what hangs on them.
 * @throws BROAD_TERM when there are more than {@link maximumSubjects}.
 */
export const subjectRows = async <T extends OrganizationEntity>(context: ContractContext, kind: SubjectKind<T>) =>
  refuseBroad(await rowsOf(context, kind, everyone));

/** The same, ids alone; an id is taken as it is, for what outlives its subject hangs on it still. */
export async function subjectIds<T extends OrganizationEntity>(
  context: ContractContext,
  kind: SubjectKind<T>,
): Promise<string[]> {
  const { db, term } = context;
  if (term.kind !== 'value') return ownIds(context, kind, everyone);
  return refuseBroad(await searchTermIndex(db, kind.recordType, term, everyone));
}
