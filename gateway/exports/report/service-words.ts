/** Labels of services, types and fields on a package's page, taken from the services' schemas in the reader's language. */
import { wordFor, type Language, type Texts } from './texts';
import type { ReportService } from './report-data';

/** The entry in the reader's language, or else the one in English. */
const saidIn = <T extends { language: string }>(said: readonly T[], language: Language): T | undefined =>
  said.find((each) => each.language === language) ?? said.find((each) => each.language === 'en');

/** The service's declaration of its processing (Art. 15(1)), in the reader's language. */
export const processingFor = ({ words }: ReportService, language: Language) =>
  saidIn(words?.processing ?? [], language);

export const serviceLabel = (service: ReportService, language: Language): string =>
  processingFor(service, language)?.label ?? wordFor({}, service.name);

const labelOf = ({ words }: ReportService, coordinate: string, language: Language) =>
  saidIn(words?.labels.filter((label) => label.coordinate === coordinate) ?? [], language)?.text;

export const typeLabel = (service: ReportService, recordType: string, language: Language): string =>
  labelOf(service, recordType, language) ?? wordFor({}, recordType);

/** The label of a field. A name without a label in the schema, such as a column of a list, is shown as words. */
export const fieldLabel = (
  service: ReportService,
  { recordType, name }: { recordType: string; name: string },
  { language, words }: { language: Language; words: Texts },
): string => labelOf(service, `${recordType}.${name}`, language) ?? wordFor(words.fields, name);
