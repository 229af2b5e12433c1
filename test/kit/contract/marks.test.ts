/**
 * A request covers the records that held the value when it was made (R25). In whatever order people are added, changed, read and
 * erased, in transactions that overlap, a mark covers exactly what its answer showed and what has held the value ever since.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { createContacts, updateContact } from '../../../subgraphs/external-contacts/contacts';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { onlyOf } from '../../../subgraphs/kit';
import { contractOf } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});
afterAll(() => service.stop());

const shared = 'shared@mail.example';
const other = 'other@mail.example';

type Step =
  | { do: 'insert' | 'take' | 'leave' | 'touch' | 'move'; by: number; whom: number }
  | { do: 'commit' | 'rollback'; by: number }
  | { do: 'look' }
  | { do: 'find' | 'erase'; mark: number };

const by = fc.nat({ max: 2 });
const whom = fc.nat({ max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('insert' as const), by, whom }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('take' as const, 'leave' as const, 'touch' as const, 'move' as const),
      by,
      whom,
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('commit' as const, 'rollback' as const), by }) },
  { weight: 3, arbitrary: fc.constant({ do: 'look' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('find' as const, 'erase' as const), mark: fc.nat({ max: 3 }) }),
  },
);

/** What a person holds: which value, in which field, and the number of the change that gave it to them. */
interface Held {
  email: string;
  field: 'workEmail' | 'otherEmail';
  since: number;
}

/** What people hold: committed, and in open transactions. */
class World {
  readonly committed = new Map<string, Held>();
  readonly open = Array.from({ length: 3 }, () => new Map<string, Held>());
  readonly marks: { asOf: string; held: Map<string, number> }[] = [];
  private changes = 0;

  next = () => (this.changes += 1);

  /** The id of the contact with this index, unless another transaction has locked it. */
  person(index: number, by: number): string | null {
    const id = [...this.committed.keys(), ...(this.open[by]?.keys() ?? [])][index];
    return id !== undefined && !this.isLocked(id, by) ? id : null;
  }

  isLocked = (id: string, by?: number) => this.open.some((changes, index) => index !== by && changes.has(id));

  holders = () =>
    new Map([...this.committed].filter(([, { email }]) => email === shared).map(([id, { since }]) => [id, since]));

  /** The ids of those who held the value at the mark and have held it ever since. */
  covered(mark: Map<string, number>): string[] {
    return [...this.holders()]
      .filter(([id, since]) => mark.get(id) === since)
      .map(([id]) => id)
      .sort();
  }
}

async function play(steps: Step[]): Promise<void> {
  const organizationId = randomUUID();
  const contract = contractOf(service, { organizationId });
  const world = new World();
  const runners: QueryRunner[] = world.open.map(() => service.service.dataSource.createQueryRunner());
  const inTransaction = async (by: number): Promise<QueryRunner> => {
    const runner = runners[by] as QueryRunner;
    if (!runner.isTransactionActive) {
      await runner.startTransaction();
      // The transaction is idle for as long as the others take.
      await runner.query(`SET LOCAL idle_in_transaction_session_timeout = 0`);
    }
    return runner;
  };
  const change = async (by: number, id: string, email: string, isMoved: boolean) => {
    const { manager } = await inTransaction(by);
    const before = heldBy(id, by);
    const field = isMoved && before?.field === 'workEmail' ? 'otherEmail' : isMoved ? 'workEmail' : before?.field;
    if (!before || !field) return;
    await updateContact(manager, id, { [before.field]: null, [field]: email });
    world.open[by]?.set(id, { email, field, since: before.email === email ? before.since : world.next() });
  };
  const end = async (by: number, how: 'commit' | 'rollback') => {
    const runner = runners[by] as QueryRunner;
    if (!runner.isTransactionActive) return;
    if (how === 'commit') {
      await runner.commitTransaction();
      for (const [id, state] of world.open[by] ?? []) world.committed.set(id, state);
    } else await runner.rollbackTransaction();
    world.open[by]?.clear();
  };
  const heldBy = (id: string, by: number) => world.open[by]?.get(id) ?? world.committed.get(id);

  const run = async (each: Step): Promise<void> => {
    switch (each.do) {
      case 'insert': {
        const { manager } = await inTransaction(each.by);
        const email = each.whom % 3 === 0 ? other : shared;
        const { id } = onlyOf(await createContacts(manager, [{ firstName: 'Some', workEmail: email }]));
        world.open[each.by]?.set(id, { email, field: 'workEmail', since: world.next() });
        return;
      }
      case 'take':
      case 'leave':
      case 'touch':
      case 'move': {
        const id = world.person(each.whom, each.by);
        if (id === null) return;
        const same = heldBy(id, each.by)?.email ?? other;
        const target = each.do === 'take' ? shared : each.do === 'leave' ? other : same;
        return change(each.by, id, target, each.do === 'move');
      }
      case 'commit':
      case 'rollback':
        return end(each.by, each.do);
      case 'look': {
        const { asOf, records } = await contract.find({ email: shared });
        expect(records.map(({ id }) => id).sort()).toEqual([...world.holders().keys()].sort());
        world.marks.push({ asOf, held: world.holders() });
        return;
      }
      case 'find':
      case 'erase': {
        const mark = world.marks[each.mark];
        if (!mark) return;
        const covered = world.covered(mark.held);
        const newer = world.holders().size - covered.length;
        const page = await contract.find({ email: shared }, { asOf: mark.asOf });
        expect([page.records.map(({ id }) => id).sort(), page.newerRecords]).toEqual([covered, newer]);
        // An erasure waits for a contact that an open transaction is changing, and this test would not end that transaction.
        if (each.do === 'find' || covered.some((id) => world.isLocked(id))) return;
        const report = await contract.erase(randomUUID(), { email: shared }, 1_000, mark.asOf);
        expect([report.dispositions.reduce((sum, { count }) => sum + count, 0), report.newerRecords]).toEqual([
          covered.length,
          newer,
        ]);
        for (const id of covered) world.committed.delete(id);
        expect((await contract.find({ email: shared })).records.map(({ id }) => id).sort()).toEqual(
          [...world.holders().keys()].sort(),
        );
      }
    }
  };

  try {
    await service.as(organizationId, async () => {
      for (const each of steps) await run(each);
      for (const [index] of runners.entries()) await end(index, 'commit');
      for (const [index] of world.marks.entries()) await run({ do: 'find', mark: index });
    });
  } finally {
    for (const runner of runners) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }
}

test('a mark covers what its answer showed and what has held the value ever since, in every order of events', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), play), { numRuns: 40 });
}, 300_000);
