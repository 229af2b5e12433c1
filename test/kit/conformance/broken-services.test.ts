/** The check can fail: each promise broken alone is found by its own check, and by no other. */
import { checks, formatReport, runConformance } from '../../../subgraphs/kit/conformance';
import { defects, startFaultyService, faultyFixture, faultySdl, type Defect } from '../../support/faulty-service';

async function failures(defect?: Defect) {
  const service = await startFaultyService(defect);
  try {
    return (
      await runConformance({
        url: service.url,
        signingKey: service.signingKey,
        fixture: faultyFixture,
        sdl: faultySdl(defect),
      })
    ).filter(({ outcome }) => outcome !== 'PASSED');
  } finally {
    await service.stop();
  }
}

test('a service that keeps every promise passes every check', async () => {
  expect(await failures()).toEqual([]);
});

test('there is a broken service for every required check', () => {
  const required = checks.filter(({ level }) => level === 'required').map(({ id }) => id);
  expect(required.filter((id) => !(defects as readonly string[]).includes(id))).toEqual([]);
});

test.each(defects)('%s: found by its check alone, with what was sent and what came', async (defect) => {
  const found = await failures(defect);
  expect(found.map(({ id }) => id)).toEqual([defect]);
  const [finding] = found;
  expect([finding?.message?.length ?? 0, finding?.sent, finding?.got]).toEqual([
    expect.any(Number),
    expect.anything(),
    expect.anything(),
  ]);
  const text = formatReport('text', 'faulty', found);
  expect(text).toContain(`✗ ${defect}`);
});
