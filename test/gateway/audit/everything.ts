import type { AuditConditions } from '../../../gateway/audit/read-audit-log';

/** No condition: all entries. */
export const everything: AuditConditions = {
  requestIds: [],
  person: null,
  caseId: null,
  actors: null,
  action: null,
  from: null,
  to: null,
};
