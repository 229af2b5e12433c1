/** The subjects of this service that a term identifies: their rows in one statement, or their ids alone. */
import { codedError } from '../base/errors';
import { currentKeys } from '../base/security/organization-context';
import type { OrganizationEntity } from '../base/persistence/entity-loader';
import { isId } from '../base/persistence/keyset';
import { meantBy } from '../base/persistence/term-index/mark';
import { rowReader } from '../base/persistence/read-rows';
import type { IndexedKind } from '../base/persistence/term-index/reindex';
import { searchRows, searchTermIndex, type IdPage } from '../base/persistence/term-index/search';
import { formerNormalization } from '../base/persistence/term-index/term-index-state';
import { matchIdentifier, type IdType, type ValueTerm } from '../base/terms';
import type { ContractContext } from './definition';
import type { RowSource } from './rows';

/** A kind of subject that a service owns. */
export interface SubjectKind<T extends OrganizationEntity> extends IndexedKind<T> {
  /** The type of its id. */
  idType: IdType;
  /** Whether a row that the term's id names counts. @default every row that exists */
  counts?: (row: T, context: ContractContext) => boolean;
}

/** A term with more subjects than this is not about one person, and must be narrowed (R19). */
export const maximumSubjects = 1_000;

/** The term's own id, if it can be one of this kind and belongs to the page. Whether it exists, only the table can tell. */
function ownIds<T extends OrganizationEntity>({ term }: ContractContext, kind: SubjectKind<T>, page: IdPage): string[] {
  if (term.kind === 'value' || term.type !== kind.idType || !isId(term.id)) return [];
  const id = term.id.toLowerCase();
  return page.after === null || id > page.after ? [id] : [];
}

/** The rows of these ids that the coverage includes. A subject's own record is as old as its row, not as its values. */
function rowsWithIds<T extends OrganizationEntity>(
  { db, coverage }: ContractContext,
  { entity }: SubjectKind<T>,
  ids: string[],
): Promise<T[]> {
  const rows = rowReader(db, entity);
  const parameters: unknown[] = [currentKeys().organizationId, ids];
  return rows.read(
    db,
    `FROM ${rows.table} item WHERE item.organization_id = $1 AND item.id = ANY($2::uuid[])
     AND ${meantBy('item', coverage, parameters)}`,
    parameters,
  );
}

/**
 * The rows of a page while some rows of the index have a former normalisation, which may have made two people one. Rows that the
 * term does not match are left out, and the page is filled with those that follow.
 */
async function rowsOfAnyIndex<T extends OrganizationEntity>(
  { db, coverage }: ContractContext,
  kind: SubjectKind<T>,
  term: ValueTerm,
  page: IdPage,
): Promise<T[]> {
  const matching: T[] = [];
  for (let after = page.after; ;) {
    const found = await searchRows(db, kind.entity, kind.recordType, term, { after, limit: page.limit }, coverage);
    const indexed = await kind.index(found, db);
    const meant = new Set(
      indexed.filter(({ identifiers }) => identifiers.some((each) => matchIdentifier(term, each))).map(({ id }) => id),
    );
    matching.push(...found.filter(({ id }) => meant.has(id)));
    if (found.length < page.limit || matching.length >= page.limit) return matching.slice(0, page.limit);
    after = found.at(-1)?.id ?? null;
  }
}

async function rowsOf<T extends OrganizationEntity>(
  context: ContractContext,
  kind: SubjectKind<T>,
  page: IdPage,
): Promise<T[]> {
  const { db, term, coverage } = context;
  if (term.kind === 'value') {
    if ((await formerNormalization(db)) !== null) return rowsOfAnyIndex(context, kind, term, page);
    return searchRows(db, kind.entity, kind.recordType, term, page, coverage);
  }
  const ids = ownIds(context, kind, page);
  const found = ids.length > 0 ? await rowsWithIds(context, kind, ids) : [];
  return found.filter((row) => kind.counts?.(row, context) ?? true);
}

/** The parts of a source of subjects' own rows that are the same for all: subjects are found by a value in the term index, or by id. */
export const subjectSource = <T extends OrganizationEntity>(kind: SubjectKind<T>) =>
  ({
    recordType: kind.recordType,
    entity: kind.entity,
    holdsSubjects: true,
    rows: (context: ContractContext, page: IdPage) => rowsOf(context, kind, page),
    ids: async (context: ContractContext, page: IdPage) => {
      const { db, term, coverage } = context;
      if (term.kind === 'value' && (await formerNormalization(db)) === null)
        return searchTermIndex(db, kind.recordType, term, page, coverage);
      return (await rowsOf(context, kind, page)).map(({ id }) => id);
    },
  }) satisfies Partial<RowSource<T>>;

const everyone: IdPage = { after: null, limit: maximumSubjects + 1 };

function refuseBroad<T>(found: T[]): T[] {
  if (found.length <= maximumSubjects) return found;
  throw codedError('BROAD_TERM', `The term matches more than ${maximumSubjects} subjects.`, { argument: 'term' });
}

/**
 * All subjects that the term identifies, for finding the records that belong to them.
 * @throws BROAD_TERM when there are more than {@link maximumSubjects}.
 */
export const subjectRows = async <T extends OrganizationEntity>(context: ContractContext, kind: SubjectKind<T>) =>
  refuseBroad(await rowsOf(context, kind, everyone));

/**
 * The ids of all subjects that the term identifies. An id is taken as it is, since records may outlive their subject. With a mark,
 * records go with their subject, whatever their own age.
 * @throws BROAD_TERM when there are more than {@link maximumSubjects}.
 */
export async function subjectIds<T extends OrganizationEntity>(
  context: ContractContext,
  kind: SubjectKind<T>,
): Promise<string[]> {
  const { term, coverage } = context;
  if (term.kind === 'value') return refuseBroad(await subjectSource(kind).ids(context, everyone));
  const ids = ownIds(context, kind, everyone);
  if (!coverage || ids.length === 0) return ids;
  const newer = new Set(
    (await rowsWithIds({ ...context, coverage: { ...coverage, side: 'NEWER' } }, kind, ids)).map(({ id }) => id),
  );
  return ids.filter((id) => newer.has(id) === (coverage.side === 'NEWER'));
}
