/** Collects what the page of a package shows: counts of everything, and the first records of each type. */
import type { WithholdingReason } from '../../../subgraphs/kit';
import type { OrganizationProfile } from '../../../subgraphs/kit/base/security/organization-profiles';
import type { Omission, PackagePart, ServiceWords } from '../package-contents';
import { cutText } from './cut-text';

/** The most records of one type on the page; the data file has all of them. */
const shown = 100;
/** The most characters of a value on the page; the data file has the whole value. */
const longestValue = 2_000;

/** A field of a record. The page does not show the value of a withheld field. */
export interface ReportField {
  name: string;
  category: string;
  value: string;
  withheld?: WithholdingReason | null | undefined;
}

/** A file of a record. */
export interface ReportFile {
  filename: string;
  mediaType: string;
  byteSize: number;
  /** Its path in the package; null when it is not included. */
  path: string | null;
  /** Whether opening the file would run code; its name in the package then ends with `.txt`. */
  active: boolean;
}

/** A record of the package. */
export interface ReportRecord {
  id: string;
  recordType: string;
  createdAt?: string | null | undefined;
  fields: ReportField[];
  attachments: ReportFile[];
}

/** The records of one type in one service. */
export interface ReportGroup {
  recordType: string;
  count: number;
  /** When the oldest record was created; null when no record has a time. */
  from: string | null;
  /** When the newest record was created. */
  to: string | null;
  categories: Set<string>;
  files: string[];
  records: ReportRecord[];
}

export interface ReportService {
  name: string;
  outcome: string;
  words: ServiceWords | null;
  groups: Map<string, ReportGroup>;
}

/** How many values of one field a service withheld, and why. */
export interface Withheld {
  service: string;
  item: string;
  reason: string;
  count: number;
}

/** The controller and its contacts, as the operator states them in the organisation's profile (Art. 13(1), Art. 15). */
export type Responsible = Pick<
  OrganizationProfile,
  'controllerName' | 'controllerContact' | 'dataProtectionOfficerContact' | 'supervisoryAuthority'
>;

/** The data of the page, collected while a package is built. Its records are bounded in number and size. */
export class ReportData {
  readonly builtAt = new Date();
  readonly services: ReportService[] = [];
  readonly withheld: Withheld[] = [];
  omitted: readonly Omission[] = [];

  constructor(
    readonly request: { id: string; createdAt: Date },
    readonly responsible: Responsible,
  ) {}

  addService({ name, outcome, words }: PackagePart): void {
    this.services.push({ name, outcome, words, groups: new Map() });
  }

  addFile(service: string, recordType: string, file: string): void {
    this.group(service, recordType).files.push(file);
  }

  addRecord(service: string, record: ReportRecord): void {
    const group = this.group(service, record.recordType);
    group.count += 1;
    const at = record.createdAt ?? null;
    if (at && (!group.from || at < group.from)) group.from = at;
    if (at && (!group.to || at > group.to)) group.to = at;
    for (const { category } of record.fields) group.categories.add(category);
    if (group.records.length >= shown) return;
    const fields = record.fields.map((field) => {
      const value = cutText(field.value, longestValue);
      return { ...field, value: value === field.value ? value : `${value} …` };
    });
    group.records.push({ ...record, fields });
  }

  addWithheld(service: string, item: string, reason: string): void {
    const known = this.withheld.find(
      (other) => other.service === service && other.item === item && other.reason === reason,
    );
    if (known) known.count += 1;
    else this.withheld.push({ service, item, reason, count: 1 });
  }

  private group(service: string, recordType: string): ReportGroup {
    const found = this.services.find(({ name }) => name === service);
    if (!found) throw new Error('A record came before its service.');
    let group = found.groups.get(recordType);
    if (!group) {
      group = { recordType, count: 0, from: null, to: null, categories: new Set(), files: [], records: [] };
      found.groups.set(recordType, group);
    }
    return group;
  }
}
