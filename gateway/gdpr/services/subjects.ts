/** Whom a term identifies, in every service that owns subjects (R1, R2, R3). */
import { codedError, termInput, type IdTerm, type Term } from '../../../subgraphs/kit';
import type { ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError, type ServiceCallScope } from './service-call';
import { PageProgress } from './progress';
import type { PiiService } from './pii-services';

/** A subject, and the service that owns it. */
export interface FoundSubject {
  service: string;
  subject: ServiceSubject;
}

/** Everyone found, ordered by service and id, and the services that could not be asked. */
export interface SubjectSearch {
  found: FoundSubject[];
  unavailable: string[];
}

/** The same, with the mark that each service handed out with its answer (R25). */
export interface MarkedSearch extends SubjectSearch {
  marks: Map<string, string>;
}

const pageSize = 200;

/** More subjects than this in one service are nobody in particular: the term must be narrowed. */
const maximumSubjects = 1_000;

/**
 * Asks all services at once. One that is down is reported, and the others' answers stand.
 * @throws BROAD_TERM when a service knows more than 1,000 subjects for the term.
 */
export const findSubjects = (
  services: readonly PiiService[],
  scope: ServiceCallScope,
  term: Term,
): Promise<SubjectSearch> => searchAll(services, (service) => subjectsIn(service, scope, term));

/**
 * The same, for a request that will be made of what is found.
 * @param asOf by service: those only that held the term at this mark (R25)
 */
export async function findMarkedSubjects(
  services: readonly PiiService[],
  scope: ServiceCallScope,
  term: Term,
  asOf?: ReadonlyMap<string, string>,
): Promise<MarkedSearch> {
  const marks = new Map<string, string>();
  const search = await searchAll(services, (service) =>
    subjectsIn(service, scope, term, asOf?.get(service.name) ?? null, (mark) => marks.set(service.name, mark)),
  );
  return { ...search, marks };
}

async function searchAll(
  services: readonly PiiService[],
  search: (service: PiiService) => Promise<ServiceSubject[]>,
): Promise<SubjectSearch> {
  const unavailable: string[] = [];
  const answers = await Promise.all(
    services.map(async (service) => {
      try {
        return (await search(service)).map((subject) => ({ service: service.name, subject }));
      } catch (error) {
        if (!(error instanceof ServiceCallError)) throw error;
        if (error.serviceCode === 'BROAD_TERM') throw broadTerm(service.name);
        unavailable.push(service.name);
        return [];
      }
    }),
  );
  const found = answers.flat().sort((a, b) => compare(a.service, b.service) || compare(a.subject.id, b.subject.id));
  return { found, unavailable: unavailable.sort() };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const broadTerm = (service: string) =>
  codedError(
    'BROAD_TERM',
    `The term matches more than ${maximumSubjects} subjects in ${service}. Use a narrower one.`,
    { argument: 'term', matches: maximumSubjects + 1 },
  );

/**
 * The subjects of one service, page by page: they come before everything that hangs on them.
 * @param asOf those only that held the term at this mark (R25)
 * @param onMark called with the mark of the first page; without it no mark is asked for, which a service answers sooner
 * @throws ServiceCallError
 */
export async function subjectsIn(
  { name, client }: PiiService,
  scope: ServiceCallScope,
  term: Term,
  asOf: string | null = null,
  onMark?: (mark: string) => void,
): Promise<ServiceSubject[]> {
  const subjects = new Map<string, ServiceSubject>();
  const progress = new PageProgress(name, null);
  const firstPage = async () => {
    if (!onMark) return client.subjects(scope, termInput(term), pageSize, null, asOf);
    const page = await client.marked(scope, termInput(term), pageSize, asOf);
    onMark(page.asOf);
    return page;
  };
  let page = await firstPage();
  for (;;) {
    const before = subjects.size;
    for (const subject of page.subjects) subjects.set(`${subject.contactListId ?? ''}/${subject.id}`, subject);
    if (subjects.size > maximumSubjects)
      throw new ServiceCallError(name, 'SERVICE_REFUSED', 'The term matches too many subjects.', 'BROAD_TERM');
    progress.assertProgress(page.endCursor, subjects.size - before);
    if (page.subjects.length === 0 || page.endCursor == null) return [...subjects.values()];
    page = await client.subjects(scope, termInput(term), pageSize, page.endCursor, asOf);
  }
}

/** The id of a subject as a term. */
export function idTermOf({ type, id, contactListId }: Pick<ServiceSubject, 'type' | 'id' | 'contactListId'>): IdTerm {
  const list = type === 'DIALER_CONTACT' ? { contactListId: contactListId ?? '' } : {};
  return { kind: 'id', type: `${type}_ID`, id, ...list };
}
