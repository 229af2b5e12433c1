/**
 * Merges equal concurrent calls into one request: the calls of one caller, with the same planned operation, to one service. The
 * service then parses, plans and answers once, and its DataLoaders see all calls together. A call without others to merge with is
 * sent at once, unchanged.
 *
 * One slow call could delay all others of its request. When a merged response takes longer than usual, each call is therefore also
 * sent by itself, and takes the response that arrives first.
 */
import { late, soon } from './soon';
import { MergingRecord, apart } from './merging-record';
import { Need } from './need';
import type { Answer, MergeableDocument } from './merge-document';

type Variables = Record<string, unknown>;

/**
 * Sends an operation. `calls` is the one call that it is for, or all calls that are merged in it. `waiting` has a signal for each of
 * them, which aborts when that call no longer needs the response.
 */
export type Send<Call> = (text: string, variables: Variables, calls: Call[], waiting: AbortSignal[]) => Promise<Answer>;

/** A call that may be merged with others. */
export interface MergeableCall {
  text: string;
  merged: MergeableDocument;
  variables: Variables;
  /** Aborts when its caller has left. A merged request continues for the other calls. */
  signal: AbortSignal;
}

interface Waiting<Call> {
  call: Call;
  answered: (answer: Answer | PromiseLike<Answer>) => void;
}

/** The calls of one caller with one operation to one service. */
interface CallGroup<Call> {
  caller: string;
  waiting: Waiting<Call>[];
  underWay: number;
  timer: NodeJS.Timeout | undefined;
  planned: boolean;
}

/** With this many requests of a group under way, further calls wait for one of them to end, for `pause` at most. */
const parallel = 2;
/** Milliseconds. Short, because a slow response must not hold other calls up. */
const pause = 2;
/** The most calls in one request, and the most entities that its calls request together. */
const most = { calls: 16, entities: 1_000 };
/** The result of {@link MergedCalls.askTogether} when it has already answered all calls. */
const allAnswered = Symbol('all answered');

export class MergedCalls<Call extends MergeableCall> {
  /** By operation, and then by caller. */
  private readonly groups = new WeakMap<MergeableDocument, Map<string, CallGroup<Call>>>();
  /** Operations whose merged response could not be used, and until when (epoch milliseconds) they are not merged. */
  private readonly unmergeable = new WeakMap<MergeableDocument, number>();
  private readonly records = new WeakMap<MergeableDocument, MergingRecord>();

  constructor(private readonly send: Send<Call>) {}

  /**
   * Sends a call, by itself or merged with others.
   * @param caller identifies the caller and the service; only calls with the same value are merged
   */
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
   * Sends the waiting calls: at once when no request of the group is under way, or else at the end of this turn of the event loop
   * or after a short pause.
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

  /** Answers the calls, together or each by itself. Never rejects: a failure rejects the calls' own promises. */
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

  /**
   * Sends calls as one request. When the response is late, it answers each call with whichever response arrives first.
   * @returns each call's part; null when the response cannot be used
   */
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

  /**
   * Answers a call with its part of the merged response or with a response of its own, whichever arrives first.
   * @returns which one it was; null when both failed
   */
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
    // `need.end()` has aborted the call's own request if the merged part was first.
    await own.catch(() => {});
    return came;
  }

  /**
   * Sends the merged request. When its response cannot be used, since one call may have spoiled it for all, the operation is not
   * merged for a while.
   * @returns each call's part; null when the calls must be sent one by one
   */
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

/** Drops and rejects the calls whose callers left while they waited. */
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
