/**
 * Equal calls at the same moment become one: what one caller asks of a service with the same planned operation, for several
 * operations under way, is asked together. The service then reads, plans and answers once, and its DataLoaders see all of it.
 * A call that has no company goes at once, as it is. A merged call whose answer does not come when it usually does may have a
 * slow one among its calls, whom the others do not wait for: each is asked by itself besides, and takes the answer that comes first.
 */
import { late, soon } from './soon';
import { MergingRecord, apart } from './merging-record';
import { Need } from './need';
import type { Answer, MergeableDocument } from './merge-document';

type Variables = Record<string, unknown>;

/**
 * Sends an operation. `calls` are those that it is for: one, or all that are merged in it; each of `waiting` aborts when one of
 * them needs no answer to it any more.
 */
export type Send<Call> = (text: string, variables: Variables, calls: Call[], waiting: AbortSignal[]) => Promise<Answer>;

/** One call that may be merged with others. */
export interface MergeableCall {
  text: string;
  merged: MergeableDocument;
  variables: Variables;
  /** Aborts when its caller has left. A call that has company goes on for the others. */
  signal: AbortSignal;
}

interface Waiting<Call> {
  call: Call;
  answered: (answer: Answer | PromiseLike<Answer>) => void;
}

/** Calls of one caller with one operation to one service. */
interface CallGroup<Call> {
  caller: string;
  waiting: Waiting<Call>[];
  underWay: number;
  timer: NodeJS.Timeout | undefined;
  planned: boolean;
}

/** How many requests of a group are under way before further calls wait for one of them to end... */
const parallel = 2;
/** ... and for how long they do, in milliseconds: a slow answer holds nobody up. */
const pause = 2;
/** The most calls in one request, and the most entities that they ask for together. */
const most = { calls: 16, entities: 1_000 };
/** All of the calls have been answered already. */
const allAnswered = Symbol('all answered');

export class MergedCalls<Call extends MergeableCall> {
  /** By operation, and then by caller. */
  private readonly groups = new WeakMap<MergeableDocument, Map<string, CallGroup<Call>>>();
  /** Operations that a service did not answer well when they were merged, and until when they are not. */
  private readonly unmergeable = new WeakMap<MergeableDocument, number>();
  private readonly records = new WeakMap<MergeableDocument, MergingRecord>();

  constructor(private readonly send: Send<Call>) {}

  /** @param caller tells the caller and the service: calls with another one are never merged with this */
  ask(caller: string, call: Call): Promise<Answer> {
    const { merged } = call;
    if ((this.unmergeable.get(merged) ?? 0) > Date.now() || this.recordOf(merged).apart.has(caller))
      return this.alone(call);
    const groups = this.groups.get(merged) ?? new Map<string, CallGroup<Call>>();
    this.groups.set(merged, groups);
    const group = groups.get(caller) ?? { caller, waiting: [], underWay: 0, timer: undefined, planned: false };
    groups.set(caller, group);
    return new Promise((answered) => {
      group.waiting.push({ call, answered });
      this.plan(group, () => groups.delete(caller));
    });
  }

  /**
   * Sends what waits: at once when nothing of the group is under way, else when this turn of the event loop has brought all
   * that it brings, or a little later.
   */
  private plan(group: CallGroup<Call>, empty: () => void): void {
    if (group.planned) return;
    if (group.underWay === 0) this.flush(group, empty);
    else if (group.underWay < parallel) {
      group.planned = true;
      setImmediate(() => this.flush(group, empty));
    } else group.timer ??= setTimeout(() => this.flush(group, empty), pause);
  }

  private flush(group: CallGroup<Call>, empty: () => void): void {
    clearTimeout(group.timer);
    Object.assign(group, { timer: undefined, planned: false });
    group.waiting = withoutThoseWhoLeft(group.waiting);
    while (group.waiting.length > 0) {
      const together = takeTogether(group.waiting);
      group.underWay += 1;
      void this.answer(group.caller, together).finally(() => {
        group.underWay -= 1;
        if (group.waiting.length > 0) this.plan(group, empty);
        else if (group.underWay === 0) empty();
      });
    }
  }

  /** Never rejected: what goes wrong is each call's own answer. */
  private async answer(caller: string, together: Waiting<Call>[]): Promise<void> {
    const [first] = together as [Waiting<Call>];
    const parts = together.length > 1 ? await this.askTogether(caller, first.call.merged, together) : null;
    if (parts === allAnswered) return;
    await Promise.all(
      together.map(async (each, index) => {
        const part = parts?.[index];
        if (part) return each.answered(part);
        const own = this.alone(each.call);
        each.answered(own);
        await own.catch(() => {});
      }),
    );
  }

  /** Each call's part of one answer; null when it tells none. When it takes too long, all have been answered besides. */
  private async askTogether(
    caller: string,
    merged: MergeableDocument,
    together: Waiting<Call>[],
  ): Promise<Answer[] | typeof allAnswered | null> {
    const record = this.recordOf(merged);
    const needs = together.map(({ call }) => new Need(call.signal));
    const started = performance.now();
    const asked = this.merged(
      together.map(({ call }) => call),
      needs,
    ).then((parts) => {
      if (parts) record.note(performance.now() - started);
      return parts;
    });
    const parts = await soon(asked, record.patience);
    if (parts === late)
      await Promise.all(
        together.map(async (each, index) => {
          const whose = await this.whicheverIsFirst(each, asked, index);
          if (whose === 'own') record.apart.set(caller, true);
          needs[index]?.end();
        }),
      );
    for (const need of needs) need.end();
    return parts === late ? allAnswered : parts;
  }

  /** Answers a call with its part of the merged answer or with its own, and says which one came first. */
  private async whicheverIsFirst(
    { call, answered }: Waiting<Call>,
    asked: Promise<Answer[] | null>,
    index: number,
  ): Promise<'own' | 'part' | null> {
    const need = new Need(call.signal);
    let whose: 'own' | 'part' | null = null;
    const own = this.alone(call, need).then((answer) => {
      whose ??= 'own';
      return answer;
    });
    const part = asked.then((parts) => {
      const answer = parts?.[index];
      if (answer) whose ??= 'part';
      return answer ?? own;
    });
    const first = Promise.race([own, part]);
    answered(first);
    await first.catch(() => {});
    const came = whose;
    need.end();
    // It is called off when the part came first.
    await own.catch(() => {});
    return came;
  }

  /** Each call's part of one answer; null when they have to be made one by one, because one may have spoiled it for all. */
  private async merged(calls: Call[], needs: Need[]): Promise<Answer[] | null> {
    const [first] = calls as [Call];
    const { merged } = first;
    const variables = merged.variables(calls.map((call) => call.variables));
    const waiting = needs.map(({ signal }) => signal);
    const answer = await this.send(merged.text(calls.length), variables, calls, waiting).catch(() => null);
    const parts = answer && merged.split(answer, calls.length);
    if (!parts && !waiting.every(({ aborted }) => aborted)) this.unmergeable.set(merged, Date.now() + apart);
    return parts;
  }

  private alone(call: Call, need: Pick<Need, 'signal'> = call): Promise<Answer> {
    return this.send(call.text, call.variables, [call], [need.signal]);
  }

  private recordOf(merged: MergeableDocument): MergingRecord {
    const known = this.records.get(merged);
    if (known) return known;
    const record = new MergingRecord();
    this.records.set(merged, record);
    return record;
  }
}

/** Those whose callers left while they waited get no answer, and ask nothing. */
function withoutThoseWhoLeft<Call extends MergeableCall>(waiting: Waiting<Call>[]): Waiting<Call>[] {
  return waiting.filter(({ call: { signal }, answered }) => {
    if (signal.aborted) answered(Promise.reject(signal.reason as Error));
    return !signal.aborted;
  });
}

function takeTogether<Call extends MergeableCall>(waiting: Waiting<Call>[]): Waiting<Call>[] {
  let entities = 0;
  let count = 0;
  for (const { call } of waiting) {
    entities += entitiesOf(call.variables);
    if (count > 0 && (count >= most.calls || entities > most.entities)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

const entitiesOf = ({ representations }: Variables) => (Array.isArray(representations) ? representations.length : 1);
