/** `habeas conformance --junit FILE` writes the results in the format of build servers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import { checks, junitReport, type CheckResult } from '../../../subgraphs/kit/conformance';
import type { Fault } from '../../support/faults/faulty-service/faults';
import { faultyFixture } from '../../support/faults/faulty-service/schema';
import { startFaultyService } from '../../support/faults/faulty-service/start';

const folder = mkdtempSync(path.join(tmpdir(), 'habeas-junit-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command on a service with the given fault. */
async function conformance(fault?: Fault) {
  const service = await startFaultyService(fault);
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('fixture.json'), JSON.stringify(faultyFixture));
  writeFileSync(at('key.json'), JSON.stringify(service.signingKey), { mode: 0o600 });
  const options = ['--url', service.url, '--fixture', at('fixture.json'), '--key', at('key.json')];
  const child = spawn(
    process.execPath,
    [programFile(), 'conformance', ...options, '--only', 'required', '--junit', at('junit.xml')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number];
  await service.stop();
  return { code, printed, xml: readFileSync(at('junit.xml'), 'utf8') };
}

const required = checks.filter(({ level }) => level === 'required');

test('the file has a test case for each check; a failed one says why the check exists and how to fix the service', async () => {
  const { code, printed, xml } = await conformance('a request id stands for any term');
  expect([code, xml.match(/<testcase /g)?.length, xml.match(/<failure /g)?.length]).toEqual([1, required.length, 1]);
  expect(xml).toMatch(
    /<testsuite name="conformance of faulty" [^>]*tests="\d+"[^>]* failures="1"|failures="1"[^>]* tests="\d+"/,
  );
  for (const { id } of required) expect(xml).toContain(`name="${id}: `);
  expect(xml).toMatch(/<failure message="A request id[^"]*" type="request-bound"/);
  for (const text of [printed, xml]) {
    expect(text).toMatch(/why: {2}If one id could stand for two terms/);
    expect(text).toMatch(/mend: Store a digest of the term/);
  }
}, 300_000);

test('an answer of a service cannot break the XML', () => {
  const got = { body: '\u0000\u0007 <a> & "b" ]]> \ud800 \u{1f600}' };
  const failed: CheckResult = {
    id: 'latency',
    level: 'required',
    title: 'a title',
    rule: 'R1',
    why: 'a reason',
    mend: 'a remedy',
    outcome: 'FAILED',
    took: 1_500,
    message: got.body,
    sent: got.body,
    got,
  };
  const skipped: CheckResult = { ...failed, id: 'entities-batched', outcome: 'SKIPPED', message: 'nothing to try' };
  const recommended: CheckResult = { ...failed, level: 'recommended' };
  const xml = junitReport('odd <service>', [failed, skipped, recommended]);
  // Only characters that XML allows, and no text that ends a CDATA section.
  expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  expect(xml).toContain('odd &lt;service');
  expect(xml).toContain('<failure message="\ufffd\ufffd &lt;a> &amp; &quot;b&quot;');
  expect(xml).toMatch(/time="1\.5"/);
  expect([xml.match(/<failure /g)?.length, xml.match(/<skipped/g)?.length]).toEqual([1, 2]);
});
