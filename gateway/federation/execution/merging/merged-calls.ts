/**
 * Equal calls at the same moment become one: what one caller asks of a service with the same planned operation, for several
 * operations under way, is asked together. The service then reads, plans and answers once, and its DataLoaders see all of it.
 * A call that has no company goes at once, as it is.
 */
import type { Answer, MergeableDocument } from './merge-document';

type Variables = Record<string, unknown>;

/** Sends an operation. `calls` are those that it is for: one, or all that are merged in it. */
export type Send<Call> = (text: string, variables: Variables, calls: Call[], within: number) => Promise<Answer>;

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
  waiting: Waiting<Call>[];
  underWay: number;
  timer: NodeJS.Timeout | undefined;
  planned: boolean;
}

/** How many requests of a group are under way before further calls wait for one of them to end... */
const parallel = 2;
/** ... and for how long they do, in milliseconds: a slow answer holds nobody up. */
const patience = 2;
/** The most calls in one request, and the most entities that they ask for together. */
const most = { calls: 16, entities: 1_000 };
/** For how long an operation is asked by itself after it failed when it was merged, in milliseconds. */
const apart = 30_000;

export class MergedCalls<Call extends MergeableCall> {
  /** By operation, and then by caller. */
  private readonly groups = new WeakMap<MergeableDocument, Map<string, CallGroup<Call>>>();
  /** Operations that a service did not answer well when they were merged, and until when they are not. */
  private readonly unmergeable = new WeakMap<MergeableDocument, number>();

  /** @param timeout how long one call may take, in milliseconds */
  constructor(
    private readonly send: Send<Call>,
    private readonly timeout: number,
  ) {}

  /** @param caller tells the caller and the service: calls with another one are never merged with this */
  ask(caller: string, call: Call): Promise<Answer> {
    const { merged } = call;
    if ((this.unmergeable.get(merged) ?? 0) > Date.now()) return this.alone(call);
    const groups = this.groups.get(merged) ?? new Map<string, CallGroup<Call>>();
    this.groups.set(merged, groups);
    const group = groups.get(caller) ?? { waiting: [], underWay: 0, timer: undefined, planned: false };
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
    } else group.timer ??= setTimeout(() => this.flush(group, empty), patience);
  }

  private flush(group: CallGroup<Call>, empty: () => void): void {
    clearTimeout(group.timer);
    Object.assign(group, { timer: undefined, planned: false });
    group.waiting = withoutThoseWhoLeft(group.waiting);
    while (group.waiting.length > 0) {
      const together = takeTogether(group.waiting);
      group.underWay += 1;
      void this.askTogether(together).finally(() => {
        group.underWay -= 1;
        if (group.waiting.length > 0) this.plan(group, empty);
        else if (group.underWay === 0) empty();
      });
    }
  }

  /** Never rejected: what goes wrong is each call's own answer. */
  private async askTogether(together: Waiting<Call>[]): Promise<void> {
    const parts = together.length > 1 ? await this.merged(together.map(({ call }) => call)) : null;
    const answers = together.map(async ({ call, answered }, index) => {
      const answer = parts?.[index];
      if (answer) return answered(answer);
      const own = this.alone(call);
      answered(own);
      await own.catch(() => {});
    });
    await Promise.all(answers);
  }

  /** Each call's part of one answer; null when they have to be made one by one, because one may have spoiled it for all. */
  private async merged(calls: Call[]): Promise<Answer[] | null> {
    const [first] = calls as [Call];
    const { merged } = first;
    const variables = merged.variables(calls.map((call) => call.variables));
    // Part of the time is left for asking again.
    const answer = await this.send(merged.text(calls.length), variables, calls, this.timeout / 4).catch(() => null);
    const parts = answer && merged.split(answer, calls.length);
    if (!parts && !calls.every(({ signal }) => signal.aborted)) this.unmergeable.set(merged, Date.now() + apart);
    return parts;
  }

  private alone(call: Call): Promise<Answer> {
    return this.send(call.text, call.variables, [call], this.timeout);
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
