/** `npm run inventory` prints the records of processing (Article 30) as a document (R22). */
import { readFileSync } from 'node:fs';
import { dataInventoryOf } from '../../../gateway/federation/supergraph/data-inventory';
import { committedSupergraph } from '../../../scripts/develop/compose';
import { inventory } from '../../../scripts/operate/inventory';

const supergraph = readFileSync(committedSupergraph(), 'utf8');
const { rows } = dataInventoryOf(supergraph);

test('JSON contains every field of the records', () => {
  expect(JSON.parse(inventory(supergraph, 'json'))).toEqual(rows);
  expect(rows.length).toBeGreaterThan(30);
});

test('CSV has a header, and a line for each field', () => {
  const lines = inventory(supergraph, 'csv').trimEnd().split('\n');
  expect(lines[0]).toBe('Service,Type,Field,Category of data,When erased,Legal basis');
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines).toContain('messaging,Message,text,COMMUNICATION,ERASED,');
});

test('CSV: a legal basis that looks like a formula is made harmless', () => {
  const formula = supergraph.replace('Art. 17(3)(b)', '=HYPERLINK');
  expect(formula).not.toBe(supergraph);
  expect(inventory(formula, 'csv')).toContain("'=HYPERLINK");
});

test('Markdown has a table for each service, or for one service', () => {
  const all = inventory(supergraph, 'markdown');
  for (const service of new Set(rows.map((row) => row.service))) expect(all).toContain(`\n## ${service}\n`);
  const one = inventory(supergraph, 'markdown', 'messaging');
  expect(one).toContain('\n## messaging\n\n- Called: Messages\n- Purpose: To exchange messages with people');
  expect(one).toContain('\n- Retention: Until the conversation is erased.\n\n| Type');
  expect(one).toContain('| Message | text | COMMUNICATION | ERASED |  |');
  expect(one.match(/^## /gm)).toEqual(['## ']);
  // The gateway's own fields: requests, and what erasures keep (R33).
  for (const text of [all, inventory(supergraph, 'markdown', 'gdpr')])
    expect(text).toMatch(
      /\n## gdpr\n\n- Called: Data-subject requests\n[^]*- Retention: .*keyed digests of erased values/,
    );
});

test('what requests, cases, holds and the audit log keep of people is in the register (R22)', () => {
  const own = rows
    .filter(({ service }) => service === 'gdpr')
    .map(({ type, field, onErase }) => [type, field, onErase]);
  expect(own).toEqual(
    expect.arrayContaining([
      ['GdprRequest', 'term', 'RETAINED'],
      ['GdprRequest', 'package', 'ERASED'],
      ['GdprPlannedReplacement', 'existing', 'ERASED'],
      ['LegalHold', 'subject', 'RETAINED'],
      ['AuditLogEntry', 'actor', 'RETAINED'],
    ]),
  );
  // What an erasure keeps has a ground.
  expect(rows.filter(({ onErase, legalBasis }) => onErase === 'RETAINED' && !legalBasis)).toEqual([]);
  // One section, although the processing is declared in two languages.
  expect(inventory(supergraph, 'markdown', 'gdpr').match(/^## /gm)).toEqual(['## ']);
});

test('an unknown service is an error that names the known ones', () => {
  expect(() => inventory(supergraph, 'json', 'ghost')).toThrow(/no service "ghost".*messaging/);
});
