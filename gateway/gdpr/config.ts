/** What the `gdpr` subgraph is told: the part of the configuration that its rooms are handed as it is. */
import type { BlobPlace } from '../../subgraphs/kit/base/blobs/blob-place';
import type { DatabaseConfig } from '../../subgraphs/kit/base/persistence/data-source';
import type { MasterKeys } from '../../subgraphs/kit/base/security/key-ring';
import type { OrganizationProfiles } from '../../subgraphs/kit/base/security/organization-profiles';
import type { RegistryPlace } from '../registry/compose-registered';
import type { AttachmentLimits } from '../exports/gather-part';
import type { PageTexts } from '../exports/report/texts';
import type { ApprovalPolicies } from './approvals/policy';
import type { ReceiverNetwork } from '../webhooks/endpoints/receiver-address';
import type { TimeLimits } from './lifecycle';
import type { KeepTimes } from './store/retention/reduction';
import type { RetentionTimes } from './store/retention/retention';
import type { ServiceCallLimits } from './services/service-call';

export interface GdprConfig extends DatabaseConfig {
  /** The server's address past a pooler: of the one connection that listens, which needs a session of its own. */
  databaseDirectUrl: string;
  masterKeys: MasterKeys;
  /** The settings of organisations. */
  profiles: OrganizationProfiles;
  /** Which requests wait for another person's approval (R30). */
  approvals: ApprovalPolicies;
  /** Where packages are. */
  blobs: BlobPlace;
  /** Where the checkpoints of the audit log are, and how often one is written, in milliseconds. */
  auditAnchors: { place: BlobPlace; every: number };
  /** How long a request of each type may take, in days (R15). */
  timeLimits: TimeLimits;
  /** How long finished requests keep what they know of people (R21). */
  keep: KeepTimes;
  /** How long rows are kept at all (R21). */
  retention: RetentionTimes;
  /** How long a package may be downloaded, in milliseconds (R13). */
  packageExpiresAfter: number;
  /** The words of packages' pages, by language. */
  packageTexts: PageTexts;
  /** How large one attachment of a package may be, and how long it may take. */
  attachments: AttachmentLimits;
  /** Where callers reach the gateway, without a slash at its end: where packages are downloaded. */
  publicUrl: string;
  /** How long after its end an erasure is verified once more, in milliseconds. */
  verifyAgainAfter: number;
  /** Where services are registered that join while the system runs; none when the supergraph is composed elsewhere. */
  registry: RegistryPlace | undefined;
  /** Where webhooks may go (R32). */
  webhooks: ReceiverNetwork;
  /** How long until services are asked again whether a restriction holds, in milliseconds (R34). */
  restrictAgainAfter: number;
  /** Bounds of every call of a service's contract. */
  serviceCalls: ServiceCallLimits;
}
