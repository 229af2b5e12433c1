/** What the page of a package shows: counts of everything, and the first records of each type. */
import type { WithholdingReason } from '../../../subgraphs/kit';
import type { OrganizationProfile } from '../../../subgraphs/kit/base/security/organization-profiles';
import type { Omission, PackagePart, ServiceWords } from '../package-contents';
import type { ManifestFile } from '../package-entry';
import { cutText } from './cut-text';

/** Records of one type that are shown in full; the rest is in the data file. */
const shown = 100;
/** Characters of a value that are shown; the rest is in the data file. */
const longestValue = 2_000;

/** A value of a record; one that is withheld is not shown. */
export interface ReportField {
  name: string;
  category: string;
  value: string;
  withheld?: WithholdingReason | null | undefined;
}

/** A file of a record; `path` is where it is in the package. */
export interface ReportFile {
  filename: string;
  mediaType: string;
  byteSize: number;
  path: string | null;
  /** Whether it acts when it is opened, and was given another ending for that. */
  active: boolean;
}

/** A record as the package holds it. */
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
  /** From the oldest to the newest record. */
  from: string | null;
  to: string | null;
  categories: Set<string>;
  files: string[];
  records: ReportRecord[];
}

/** A service of the report. */
export interface ReportService {
  name: string;
  outcome: string;
  words: ServiceWords | null;
  groups: Map<string, ReportGroup>;
}

/** What a service withheld, and why. */
export interface Withheld {
  service: string;
  item: string;
  reason: string;
  count: number;
}

/** Who is responsible, as the operator states it of the organisation (Art. 15, Art. 13(1)). */
export type Responsible = Pick<
  OrganizationProfile,
  'controllerName' | 'controllerContact' | 'dataProtectionOfficerContact' | 'supervisoryAuthority'
>;

/** Filled while a package is built. Holds a bounded part of it. */
export class ReportData {
  readonly builtAt = new Date();
  readonly services: ReportService[] = [];
  readonly withheld: Withheld[] = [];
  omitted: readonly Omission[] = [];
  files = 0;
  bytes = 0;

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

  finish(files: readonly ManifestFile[], omitted: readonly Omission[]): void {
    this.files = files.length;
    this.bytes = files.reduce((sum, { byteSize }) => sum + byteSize, 0);
    this.omitted = omitted;
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
