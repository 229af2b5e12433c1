/** Whether anybody is restricted is asked once in a moment, and a restriction that is reported is observed by every process (R34). */
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { anybodyRestricted, restrictEverywhere } from '../../../subgraphs/kit/contract/restriction/known-restrictions';
import { messaging } from '../../../subgraphs/messaging/service';
import { startTestService, type TestService } from '../../support/run/service';
import { statementsOf } from '../../support/statements';

let service: TestService;
/** The database as another process of the service has it. */
let other: DataSource;

beforeAll(async () => {
  service = await startTestService(messaging);
  other = await new DataSource(service.service.dataSource.options).initialize();
});

afterAll(async () => {
  await other.destroy();
  await service.stop();
});

const own = () => service.service.dataSource;
const isAsked = (sql: string) => sql.includes('personal_data_restriction');
const restriction = (restricted: boolean, id = uuidv7(), contact = uuidv7()) =>
  restrictEverywhere(own().manager, id, { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id: contact }, restricted);

test('operations at once share one statement', () =>
  service.as('shared', async () => {
    const asked = await statementsOf(own(), () =>
      Promise.all(Array.from({ length: 20 }, () => anybodyRestricted(own().manager))),
    );
    expect(asked.filter(isAsked)).toHaveLength(1);
  }));

test('what one process reports, another observes at once, though it has just asked', async () => {
  for (let round = 0; round < 5; round += 1)
    await service.as(`reported-${round}`, async () => {
      expect(await anybodyRestricted(other.manager)).toBe(false);
      expect(await anybodyRestricted(own().manager)).toBe(false);
      expect(await restriction(true)).toBe(true);
      expect(await anybodyRestricted(other.manager)).toBe(true);
      expect(await anybodyRestricted(own().manager)).toBe(true);
    });
});

test('a restriction that has been there for long is reported without a pause, a new one with it', () =>
  service.as('repeated', async () => {
    const known = Array.from({ length: 10 }, () => [uuidv7(), uuidv7()] as const);
    await Promise.all(known.map(([id, contact]) => restriction(true, id, contact)));
    await own().query(`UPDATE personal_data_restriction SET restricted_at = now() - interval '2 minutes'`);
    const order: string[] = [];
    const repeated = async () => {
      for (const [id, contact] of known) expect(await restriction(true, id, contact)).toBe(true);
      order.push('ten repeated ones');
    };
    const added = restriction(true).then(() => order.push('a new one'));
    await Promise.all([repeated(), added]);
    expect(order).toEqual(['ten repeated ones', 'a new one']);
  }));

test('each organisation has its own answer, and a lifted restriction stays lifted', async () => {
  const [id, contact] = [uuidv7(), uuidv7()];
  await service.as('lifted', async () => {
    expect(await restriction(true, id, contact)).toBe(true);
    expect(await restriction(false, id, contact)).toBe(false);
    expect(await restriction(true, id, contact)).toBe(false);
  });
  await service.as('nobody', async () => expect(await anybodyRestricted(own().manager)).toBe(false));
});

test('a failure is not remembered', () =>
  service.as('failure', async () => {
    await other.destroy();
    await expect(anybodyRestricted(other.manager)).rejects.toThrow();
    await other.initialize();
    expect(await anybodyRestricted(other.manager)).toBe(false);
  }));
