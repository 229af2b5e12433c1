/** What Article 15(1) and (2) require beside the data: controller, purposes, recipients, retention, source, transfers. */
import { text } from './html';
import type { ReportService, Responsible } from './report-data';
import { processingFor } from './service-words';
import { wordFor, type Language, type Texts } from './texts';

const list = (facts: [name: string, said: string | null][]): string =>
  `<dl>\n${facts.flatMap(([name, said]) => (said ? [`<dt>${text(name)}</dt><dd>${text(said)}</dd>`] : [])).join('\n')}\n</dl>`;

/** Renders the controller and its contacts, as the operator states them for the organisation. */
export function whoIsResponsible(
  { controllerName, controllerContact, dataProtectionOfficerContact, supervisoryAuthority }: Responsible,
  words: Texts,
): string {
  const facts: [string, string | null][] = [
    [words.controller, controllerName],
    [words.contact, controllerContact],
    [words.officer, dataProtectionOfficerContact],
    [words.authority, supervisoryAuthority],
  ];
  const stated = facts.some(([, said]) => said);
  return `<section><h2>${text(words.responsible)}</h2>\n${stated ? list(facts) : `<p>${text(words.responsibleNotStated)}</p>`}</section>`;
}

/** Renders what a service declares about its processing, in the reader's language, and the kinds of data in this package. */
export function aboutService(service: ReportService, words: Texts, language: Language): string {
  const stated = processingFor(service, language);
  const kinds = [...new Set([...service.groups.values()].flatMap(({ categories }) => [...categories]))].sort();
  const held: [string, string | null] = [
    words.kinds,
    kinds.map((kind) => wordFor(words.categories, kind)).join(', ') || null,
  ];
  if (!stated) return list([[words.purpose, words.notStated], held]);
  return list([
    [words.purpose, stated.purpose],
    [words.legalBasis, stated.legalBasis],
    held,
    [words.recipients, stated.recipients.join('; ') || words.none],
    [words.retention, stated.retention],
    [words.source, stated.source ?? words.fromYou],
    [words.transfers, stated.transfers ?? words.none],
    [words.automatedDecisions, stated.automatedDecisions ?? words.none],
  ]);
}
