/** The contract of a faulty service, on rows in memory. */
import { GraphQLError } from 'graphql';
import type { Has } from './faults';
import { matching, type Row, type Term } from './values';

export interface Caller {
  organization: string;
  purpose: string;
  requestId?: string | undefined;
}

interface Replacement {
  type: string;
  existing: string;
  updated: string;
}

/** The arguments of `personalData`. */
export interface Page {
  term: Term;
  first: number;
  after?: string | null;
  asOf?: string | null;
}

/** The arguments of the mutations; an erasure has no replacements. */
export interface Act {
  requestId: string;
  term: Term;
  limit: number;
  asOf?: string | null;
  replacements?: Replacement[];
}

interface Account {
  input: string;
  counts: Map<string, number>;
  complete: boolean;
  after: number;
  /** The replacements whose value some row held, by their index. */
  found: Set<number>;
}

type Kind = 'erase' | 'rectify';

export class FaultyStore {
  rows: Row[] = [];
  /** Rows that no term finds any more, although they still exist. */
  readonly hidden: Row[] = [];
  /** Ids of rows that are restricted. */
  isRestricted: (id: string) => boolean = () => false;
  changes = 0;
  private readonly accounts = new Map<string, Account>();

  constructor(private readonly has: Has) {}

  /** Makes the error for bad input. */
  private bad(message: string, extensions: object = {}): GraphQLError {
    const code = this.has('bad input is a failure of the service') ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT';
    return new GraphQLError(message, { extensions: { code, ...extensions } });
  }

  private check(term: Term): void {
    const { has } = this;
    if (has('input is not checked')) return;
    const { email, phone, socialHandle } = term;
    if (Object.values(term).filter((value) => value != null).length !== 1) throw this.bad('term takes one field.');
    if (email != null && !email.includes('@'))
      throw this.bad(`${has('an error repeats a malformed address') ? email : 'term.email'} is no address.`);
    if (phone != null && !/^[+\d\s().-]+(?:ext\. \d+)?$/.test(phone))
      throw this.bad(`${has('an error repeats a malformed number') ? phone : 'term.phone'} is no number.`);
    if (socialHandle && /\s/.test(socialHandle.handle))
      throw this.bad(`${has('an error repeats a malformed handle') ? socialHandle.handle : 'The handle'} has a space.`);
  }

  /** Refuses a page size or limit below one. */
  private checkCount(count: number, { term, replacements = [] }: Pick<Act, 'term' | 'replacements'>): void {
    const { has } = this;
    if (count >= 1 || has('input is not checked') || has('a limit of nothing is taken')) return;
    const { name, phone } = term;
    const grouped = (phone ?? '').replace(/^\+34(\d{3})(\d{3})/, '+34 $1 $2 ');
    const said = [
      ...(has('an error repeats the name beside a bad limit') && name != null ? [name] : []),
      ...(has('an error repeats a number as it is stored') ? [grouped] : []),
      ...(has('an error repeats what is corrected') ? replacements.map(({ existing }) => existing) : []),
    ];
    throw this.bad(
      `1 or more are handled at once. ${said.join(' ')}`,
      has('an error has the term among its extensions') ? { term } : {},
    );
  }

  /** Which rows a mark covers; a mark is the number of a change, or a time. */
  private coveredBy({ asOf, term, replacements = [] }: Omit<Act, 'limit' | 'requestId'>): (row: Row) => boolean {
    const { has } = this;
    if (asOf == null) return () => true;
    const change = /^change-(\d+)$/.exec(asOf)?.[1];
    if (change !== undefined) return ({ since }) => since <= Number(change);
    const time = asOf.includes('T') ? Date.parse(asOf) : NaN;
    if (!Number.isNaN(time)) return ({ at }) => at <= time;
    if (has('a mark that is none is taken')) return () => true;
    const said = [
      ...(has('an error repeats an id') ? [term.externalContactId] : []),
      ...(has('an error repeats what it is corrected to') ? replacements.map(({ updated }) => updated) : []),
    ];
    throw this.bad(`asOf is no mark. ${said.join(' ')}`);
  }

  find(caller: Caller, page: Page) {
    const { has } = this;
    const { term, first, after } = page;
    this.check(term);
    this.checkCount(first, page);
    if (
      after != null &&
      !/^\d+$|^[0-9a-f-]{36}$/.test(after) &&
      !has('a cursor that is none is taken') &&
      !has('input is not checked')
    )
      throw this.bad(
        `after is no cursor. ${has('an error repeats the address beside a bad cursor') ? (term.email ?? '') : ''}`,
      );
    const isCovered = this.coveredBy(page);
    const walled = this.rows.filter(
      (row) => has('organisations are not told apart') || row.organization === caller.organization,
    );
    const all = matching(walled, term, has).filter(
      ({ id }) => !has('a restricted person is not found any more') || !this.isRestricted(id),
    );
    const covered = has('a page takes no notice of its mark') ? all : all.filter(isCovered);
    if (
      has('an unknown id is an error') &&
      term.externalContactId != null &&
      !this.rows.some(({ id }) => id === term.externalContactId)
    )
      throw this.bad('Nobody is known by that.');
    const byOffset = has('pages go by offset');
    const twice = has('a record comes on two pages') && first === 2;
    const rest = byOffset
      ? covered.slice(Number(after ?? 0))
      : covered.filter(({ id }) => after == null || id > after || (twice && id === after));
    const records = rest.slice(0, first);
    const more = rest.length > (has('the last page but one is called the last') && first === 2 ? 2 * first : first);
    return {
      asOf: `change-${this.changes}`,
      newerRecords: has('a page counts nothing newer than its mark') ? 0 : all.length - covered.length,
      subjects: [],
      subjectRequired: has('a value is answered with subjectRequired') && term.email != null,
      records: records.map((row) => this.described(row)),
      endCursor: !more ? null : byOffset ? String(Number(after ?? 0) + first) : records.at(-1)?.id,
    };
  }

  /** A page of the other persons whom rows are about: agents of the term's rows, or whose rows an agent's are. */
  linked(caller: Caller, page: Page) {
    const { has } = this;
    const { userId } = page.term;
    const own = this.rows.filter(({ organization }) => organization === caller.organization);
    if (userId != null) {
      const rows = has('whose row it is, is not told to a request about the agent') ? [] : own;
      const answered = rows.filter(({ agent }) => agent === userId);
      return { subjects: answered.map(({ id }) => ({ type: 'EXTERNAL_CONTACT', id })), endCursor: null };
    }
    const { records, endCursor } = this.find(caller, page);
    const found = new Set(records.map(({ id }) => id));
    const meant = has('a person of anybody’s row is named') ? own : this.rows.filter(({ id }) => found.has(id));
    const agents = has('a person whom a row is about too is not named')
      ? []
      : meant.flatMap(({ agent }) => agent ?? []);
    return { subjects: agents.map((id) => ({ type: 'USER', id })), endCursor };
  }

  private described({ id, at, email, note, title, name, phone, address, customer }: Row) {
    return {
      id,
      recordType: 'Row',
      createdAt: new Date(at).toISOString().replace('Z', this.has('a time has no offset') ? '' : 'Z'),
      fields: [
        { name: 'email', category: 'EMAIL', value: email },
        { name: 'note', category: 'OTHER', value: note },
        ...(this.has('a declared field is not reported')
          ? []
          : [{ name: 'title', category: 'EMPLOYMENT', value: title }]),
        { name: 'name', category: 'NAME', value: name },
        { name: 'phone', category: 'PHONE', value: phone },
        { name: 'address', category: 'ADDRESS', value: address },
        { name: 'customer', category: 'IDENTIFIER', value: customer },
      ],
      attachments: [],
    };
  }

  /** The rows that an erasure or a rectification changes, of every age. */
  private reached(kind: Kind, { organization }: Caller, term: Term): Row[] {
    const { has } = this;
    const open =
      has('organisations are not told apart') ||
      (kind === 'erase' && has('an erasure does not tell organisations apart'));
    const walled = this.rows.filter((row) => open || row.organization === organization);
    // Other people's rows with the value are corrected too.
    if (kind === 'rectify' && has('a correction reaches beyond what is shown')) return walled;
    const beyond = kind === 'erase' && has('an erasure reaches beyond what is shown');
    const found = matching(walled, term, (fault) => (beyond && fault === 'a part of an address finds') || has(fault));
    if (kind === 'erase' && term.email != null && has('an erasure by an address takes longer ones'))
      return walled.filter(({ email }) => email.startsWith(term.email ?? ''));
    if (kind === 'erase' && term.email != null && has('an erasure by an address takes those with a tag'))
      return walled.filter(({ email }) => email.replace(/\+[^@]*/, '') === term.email);
    if (
      !has('an erasure by id takes those who share the address') ||
      kind !== 'erase' ||
      term.externalContactId == null
    )
      return found;
    return walled.filter(({ email }) => found.some((row) => row.email === email));
  }

  private opened(kind: Kind, { organization }: Caller, { requestId, term, replacements = [] }: Act): Account {
    const key = `${organization} ${kind} ${requestId}`;
    const input = JSON.stringify([term, replacements]);
    const account = this.accounts.get(key) ?? {
      input,
      counts: new Map<string, number>(),
      complete: false,
      after: 0,
      found: new Set<number>(),
    };
    if (account.input !== input && !this.has('a request id stands for any term'))
      throw this.bad(
        `requestId stands for another term. ${this.has('an error about a request id repeats its term') ? input : ''}`,
      );
    this.accounts.set(key, account);
    return account;
  }

  private remove(gone: Row[]): void {
    if (this.has('what was erased can be read by its id')) this.hidden.push(...gone);
    this.rows = this.rows.filter((row) => !gone.includes(row));
  }

  private correct(found: Row[], replacements: Replacement[]): void {
    if (this.has('a correction changes nothing')) return;
    for (const row of found)
      for (const { existing, updated } of replacements) row.note = row.note.replace(existing, updated);
  }

  act(kind: Kind, caller: Caller, act: Act) {
    const { has } = this;
    const { term, limit, replacements = [], asOf } = act;
    this.check(term);
    this.checkCount(limit, act);
    if (!has('input is not checked')) {
      if (kind === 'rectify' && replacements.length === 0) throw this.bad('replacements takes one or more.');
      if (replacements.some(({ type }) => type.endsWith('_ID') && type !== 'EXTERNAL_ID'))
        throw this.bad('An id cannot be replaced.');
    }
    if (kind === 'erase' && has('an erasure refuses times as marks') && asOf?.includes('T'))
      throw this.bad('asOf is none of my marks.');
    const isCovered = this.coveredBy(act);
    const account = this.opened(kind, caller, act);
    const all = this.reached(kind, caller, term);
    const unmarked =
      (kind === 'erase' && has('an erasure takes no notice of its mark')) ||
      (kind === 'rectify' && has('a correction takes no notice of its mark'));
    const later =
      kind === 'erase' && account.counts.size > 0 && has('later calls of an erasure take no notice of its mark');
    const covered = unmarked || later ? all : all.filter(isCovered);
    if (account.complete) this.again(kind, account, all, replacements);
    else this.goOn(kind, account, covered, act);
    const uncounted = kind === 'erase' && has('an erasure counts nothing newer than its mark');
    return {
      complete: account.complete,
      newerRecords: uncounted ? 0 : all.length - covered.length,
      replacements: replacements.map((_, index) => ({
        index,
        replaced: account.found.has(index) ? account.after : 0,
        notSupported: 0,
        found: has('every value is said to be found') || account.found.has(index),
      })),
      dispositions: [...account.counts].map(([name, count]) => {
        const [recordType, disposition] = name.split(' ');
        return { recordType, disposition, count };
      }),
    };
  }

  /** Handles a repeated call of a completed request. */
  private again(kind: Kind, account: Account, all: Row[], replacements: Replacement[]): void {
    const { has } = this;
    const [counts, takes] =
      kind === 'erase'
        ? [has('an erasure repeated counts again'), has('an erasure repeated takes what is new')]
        : [has('a correction repeated counts again'), has('a correction repeated changes what is new')];
    if (counts) for (const [name, count] of account.counts) account.counts.set(name, count + 1);
    if (takes && kind === 'erase') this.remove(all);
    if (takes && kind === 'rectify') this.correct(all, replacements);
  }

  /** Handles the next rows of a request. */
  private goOn(kind: Kind, account: Account, covered: Row[], { limit, replacements = [] }: Act): void {
    const { has } = this;
    const erasing = kind === 'erase';
    const todo = erasing ? covered : covered.slice(account.after);
    const unbounded = erasing
      ? has('an erasure takes no notice of its limit')
      : has('a correction takes no notice of its limit');
    const handled = unbounded ? todo : todo.slice(0, limit);
    if (erasing ? has('an erasure reports its last call') : has('a correction reports its last call'))
      account.counts.clear();
    const leaves = has('an erasure leaves a record');
    const gone = handled.filter((_, index) => !erasing || !leaves || index > 0);
    if (erasing) this.remove(gone);
    else {
      replacements.forEach(({ existing }, index) => {
        if (handled.some(({ note }) => note.includes(existing))) account.found.add(index);
      });
      this.correct(handled, replacements);
      account.after += handled.length;
    }
    const type = has('the type of what was done is no name') ? 'Row-of-a-table' : 'Row';
    const name = `${type} ${erasing ? 'ERASED' : 'RECTIFIED'}`;
    const counted = erasing && has('an erasure counts each record twice') ? 2 * gone.length : gone.length;
    account.counts.set(name, (account.counts.get(name) ?? 0) + counted);
    if (erasing && has('records are retained without a reason')) account.counts.set('Row RETAINED', 1);
    const never = erasing ? has('an erasure is never complete') : has('a correction is never complete');
    account.complete =
      // If one call did everything but had no room for more, the next call completes the request.
      (handled.length === todo.length && (handled.length < limit || unbounded) && !never) ||
      (erasing && handled.length > 0 && leaves && covered.length <= limit) ||
      (erasing && has('an erasure is complete after its first call'));
  }
}
