/** The results of a conformance run as JUnit XML, which build servers show as tests. */
import builders from 'junit-report-builder';
import { short } from './report';
import type { CheckResult } from './run';

/** Characters that XML 1.0 cannot contain. */
const inexpressible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const plain = (text: string) => text.replace(inexpressible, '\ufffd');

/** One test suite, named after the service, with a test for each check. A failed recommended check is a skipped test. */
export function junitReport(service: string, results: CheckResult[]): string {
  const report = builders.newBuilder();
  const suite = report.testSuite().name(`conformance of ${plain(service)}`);
  for (const { id, level, title, rule, why, mend, outcome, message, sent, got, took } of results) {
    const test = suite
      .testCase()
      .className(`conformance.${plain(service)}`)
      .name(`${id}: ${title}`)
      .time(took / 1_000);
    if (outcome === 'PASSED') continue;
    const finding = plain(message ?? '');
    // A recommended check, or one that could not be tried, must not fail a build; the reason stands beside it.
    if (outcome === 'SKIPPED') test.skipped().standardOutput(finding);
    else {
      const whole = plain(
        [finding, `rule: ${rule}`, `why:  ${why}`, `mend: ${mend}`, `sent: ${short(sent)}`, `got:  ${short(got)}`].join(
          '\n',
        ),
      );
      if (level === 'required') test.failure(finding, id);
      else test.skipped();
      test.standardError(whole);
    }
  }
  return report.build();
}
