/** The conformance check can fail: each fault, alone in an otherwise correct service, is found by its own check and by no other. */
import { advice, checks, formatReport, runConformance } from '../../../subgraphs/kit/conformance';
import { faults, type Fault } from '../../support/faults/faulty-service/faults';
import { faultyFixture, faultySdl } from '../../support/faults/faulty-service/schema';
import { startFaultyService } from '../../support/faults/faulty-service/start';

const planted = Object.keys(faults) as Fault[];

async function failures(fault?: Fault) {
  const service = await startFaultyService(fault);
  try {
    return (
      await runConformance({
        url: service.url,
        signingKey: service.signingKey,
        fixture: faultyFixture,
        sdl: faultySdl(fault),
      })
    ).filter(({ outcome }) => outcome !== 'PASSED');
  } finally {
    await service.stop();
  }
}

test('a service that keeps every promise passes every check (R3, R24, R25)', async () => {
  // On a busy machine, every service is slow.
  expect((await failures()).filter(({ id }) => id !== 'latency')).toEqual([]);
});

test('there is a fault for every required check', () => {
  const required = checks.filter(({ level }) => level === 'required').map(({ id }) => id);
  const found = new Set<string>(Object.values(faults));
  expect(required.filter((id) => !found.has(id))).toEqual([]);
  expect(planted.length).toBeGreaterThanOrEqual(30);
});

test.each(planted)('%s: found by its own check only, with the call, its answer, and advice', async (fault) => {
  const check = faults[fault];
  const found = (await failures(fault)).filter(({ id }) => id === check || id !== 'latency');
  expect(found.map(({ id, message }) => [id, message])).toEqual([[check, expect.any(String)]]);
  const [finding] = found;
  expect([finding?.sent, finding?.got]).toEqual([expect.anything(), expect.anything()]);
  const text = formatReport('text', 'faulty', found);
  expect(text).toContain(`✗ ${check}`);
  expect(text).toContain(advice[check].why);
  expect(text).toContain(advice[check].mend);
});
