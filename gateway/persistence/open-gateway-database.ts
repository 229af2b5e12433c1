import type { DataSource } from 'typeorm';
import { openDatabase } from '../../subgraphs/kit/base/persistence/data-source';
import { OrganizationKeys1700000000000 } from '../../subgraphs/kit/base/persistence/kit-migration';
import { GdprRequest, GdprTask } from '../gdpr/entities';
import { Requests1700000010000 } from './migrations/1700000010000-requests';
import { Audit1700000011000 } from './migrations/1700000011000-audit';
import { Exports1700000013000 } from './migrations/1700000013000-exports';
import { SplitOff1700000014000 } from './migrations/1700000014000-split-off';
import { AuditPrivileges1700000015000 } from './migrations/1700000015000-audit-privileges';
import { ExportParts1700000016000 } from './migrations/1700000016000-export-parts';
import { AppendAudit1700000017000 } from './migrations/1700000017000-append-audit';
import { SweepExports1700000018000 } from './migrations/1700000018000-sweep-exports';
import { Agreed1700000019000 } from './migrations/1700000019000-agreed';
import { AuditHashesWhatIsStored1700000019100 } from './migrations/1700000019100-audit-hashes-what-is-stored';
import { ReadAudit1700000021000 } from './migrations/1700000021000-read-audit';
import { Leases1700000022000 } from './migrations/1700000022000-leases';
import { Erasures1700000012000 } from './migrations/1700000012000-erasures';

/** The gateway's name among the databases: `habeas_gateway`. */
export const gatewayDatabase = 'gateway';

/** Opens the gateway's own database: requests, tasks, the audit log and the queue. */
export function openGatewayDatabase(options: {
  serverUrl: string;
  prefix: string;
  poolSize: number;
}): Promise<DataSource> {
  return openDatabase({
    ...options,
    name: gatewayDatabase,
    entities: [GdprRequest, GdprTask],
    migrations: [
      OrganizationKeys1700000000000,
      Requests1700000010000,
      Audit1700000011000,
      Erasures1700000012000,
      Exports1700000013000,
      SplitOff1700000014000,
      AuditPrivileges1700000015000,
      ExportParts1700000016000,
      AppendAudit1700000017000,
      SweepExports1700000018000,
      Agreed1700000019000,
      AuditHashesWhatIsStored1700000019100,
      ReadAudit1700000021000,
      Leases1700000022000,
    ],
  });
}
