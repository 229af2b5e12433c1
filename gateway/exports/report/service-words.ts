/** What a service, its types and its fields are called on a package's page: as its schema says, in the reader's language. */
import { wordFor, type Language, type Texts } from './texts';
import type { ReportService } from './report-data';

/** What is said in the reader's language, else in English. */
const saidIn = <T extends { language: string }>(said: readonly T[], language: Language): T | undefined =>
  said.find((each) => each.language === language) ?? said.find((each) => each.language === 'en');

/** The service's declaration of its processing (Art. 15(1)), for a reader. */
export const processingFor = ({ words }: ReportService, language: Language) =>
  saidIn(words?.processing ?? [], language);

/** What the service is called. */
export const serviceLabel = (service: ReportService, language: Language): string =>
  processingFor(service, language)?.label ?? wordFor({}, service.name);

const labelOf = ({ words }: ReportService, coordinate: string, language: Language) =>
  saidIn(words?.labels.filter((label) => label.coordinate === coordinate) ?? [], language)?.text;

/** What a type is called. */
export const typeLabel = (service: ReportService, recordType: string, language: Language): string =>
  labelOf(service, recordType, language) ?? wordFor({}, recordType);

/** What a field is called; one that is no field of the type, like a column of a list, by its own name. */
export const fieldLabel = (
  service: ReportService,
  { recordType, name }: { recordType: string; name: string },
  { language, words }: { language: Language; words: Texts },
): string => labelOf(service, `${recordType}.${name}`, language) ?? wordFor(words.fields, name);
