/** The list of persisted operations, and how it is read again. */
import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Safelist } from '../../../gateway/security/persisted-operations';
import { eventually } from '../../support/eventually';
import { TestGateway } from '../support/test-gateway';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-persisted-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = path.join(directory, 'manifest.json');
const hashOf = (body: string) => createHash('sha256').update(body).digest('hex');
const operation = (body: string, id = hashOf(body)) => ({ id, name: 'Named', type: 'query', body });
function write(...operations: object[]): void {
  writeFileSync(`${file}.new`, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  renameSync(`${file}.new`, file);
}
const [now, people] = ['{ now }', '{ people { id } }'];

test('an operation whose id is not the hash of its text is named', () => {
  write(operation(now), operation(people, 'people-list'), operation('{ named { name } }', 'A'.repeat(64)));
  const named = (index: number) =>
    `PERSISTED: ${file}: operations[${index}] (Named) has an id that is not the SHA-256 of its body`;
  expect(() => Safelist.fromFile('PERSISTED', file)).toThrow(`${named(1)}\n  - ${named(2)}`);
});

test('a changed list is used from then on; a bad one leaves the last good one in use', async () => {
  write(operation(now));
  const gateway = await TestGateway.start({ config: { persistedOperations: Safelist.fromFile('PERSISTED', file) } });
  const served = async (query: string) => (await gateway.ask(query)).status === 200;
  const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(people) } } };
  try {
    expect([await served(now), await served(people)]).toEqual([true, false]);
    write(operation(people));
    await eventually(() => served(people));
    expect(await served(now)).toBe(false);
    expect(await gateway.post(JSON.stringify(byHash))).toMatchObject({
      status: 200,
      data: { people: expect.any(Array) as [] },
    });
    write(operation(now, 'no-hash'));
    const kept = () => gateway.logLines.find(({ msg }) => String(msg).includes('the previous one still serves'));
    await eventually(() => Promise.resolve(kept()));
    expect(String(kept()?.reason)).toContain('operations[0] (Named)');
    expect([await served(now), await served(people)]).toEqual([false, true]);
  } finally {
    await gateway.stop();
  }
});
