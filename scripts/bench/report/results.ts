/** Everything that a bench has measured. */
import type { CopiesResult } from '../measures/copies';
import type { ErasureResult } from '../measures/erasure';
import type { ExportBenchResult } from '../measures/export';
import type { FederatedRow } from '../measures/federated';
import type { InstallationResult } from '../measures/installation';
import type { OpeningsResult } from '../measures/openings';
import type { ProcessesResult } from '../measures/processes';
import type { RequestsResult } from '../measures/requests';
import type { SearchRow } from '../measures/search';
import type { SeedingResult } from '../measures/seeding';
import type { AttacksResult } from '../waiting/attacks';
import type { AuditResult } from '../waiting/audit';
import type { FairnessResult } from '../waiting/fairness';

/** The results of each bench. */
interface Measured {
  processes: ProcessesResult;
  federated: FederatedRow[];
  requests: RequestsResult;
  erasure: ErasureResult;
  copies: CopiesResult;
  subjects: SearchRow[];
  attacks: AttacksResult;
  audit: AuditResult;
  fairness: FairnessResult;
  openings: OpeningsResult;
  seeding: SeedingResult;
  installation: InstallationResult;
  export: ExportBenchResult;
}

export type BenchName = keyof Measured;

export interface BenchResults extends Partial<Measured> {
  /** When the run of each part began. */
  at: Partial<Record<BenchName, string>>;
  node: string;
  processors: number;
}
