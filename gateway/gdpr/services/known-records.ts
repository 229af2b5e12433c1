/** The records that a walk from page to page has brought lately: one that comes twice is one record, and counted once (R13). */
import type { ServicePage, ServiceRecord } from '../../../subgraphs/kit/base/contract/answers';

/** How many are remembered: those of the last pages. Pages that go round in circles are found by their cursors. */
const remembered = 2_000;

export class KnownRecords {
  /** In the order in which they came. */
  private readonly known = new Set<string>();

  /** The page without what came before. */
  newOf(page: ServicePage): ServicePage {
    const records = page.records.filter((record) => this.add(record));
    for (const key of this.known) {
      if (this.known.size <= remembered) break;
      this.known.delete(key);
    }
    return records.length === page.records.length ? page : { ...page, records };
  }

  private add({ recordType, id }: ServiceRecord): boolean {
    const key = `${recordType}/${id}`;
    const isNew = !this.known.has(key);
    this.known.add(key);
    return isNew;
  }
}
