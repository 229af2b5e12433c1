/** The results of a bench as rows of a table. */
import { federatedRows, searchRows } from './query-rows';
import { copiesRows, erasureRows, exportRows, requestsRows } from './request-rows';
import type { BenchResults } from './results';
import type { Row } from './row';
import { installationRows, openingsRows, processesRows, seedingRows } from './system-rows';
import { attacksRows, auditRow, fairnessRow } from './waiting-rows';

/** All rows of the results. */
export const rowsOf = (results: BenchResults): Row[] => [
  ...(results.processes ? processesRows(results.processes) : []),
  ...(results.federated ? federatedRows(results.federated) : []),
  ...(results.requests ? requestsRows(results.requests) : []),
  ...(results.erasure ? erasureRows(results.erasure) : []),
  ...(results.copies ? copiesRows(results.copies) : []),
  ...(results.subjects ? searchRows(results.subjects) : []),
  ...(results.attacks ? attacksRows(results.attacks) : []),
  ...(results.audit ? [auditRow(results.audit)] : []),
  ...(results.fairness ? [fairnessRow(results.fairness)] : []),
  ...(results.openings ? openingsRows(results.openings) : []),
  ...(results.seeding ? seedingRows(results.seeding) : []),
  ...(results.installation ? installationRows(results.installation) : []),
  ...(results.export ? exportRows(results.export) : []),
];
