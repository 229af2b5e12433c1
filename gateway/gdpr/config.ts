/** What the `gdpr` subgraph is told: the part of the configuration that its rooms are handed as it is. */
import type { BlobPlace } from '../../subgraphs/kit/base/blobs/blob-place';
import type { DatabaseConfig } from '../../subgraphs/kit/base/persistence/data-source';
import type { MasterKeys } from '../../subgraphs/kit/base/security/key-ring';
import type { AttachmentLimits } from '../exports/gather-part';
import type { TimeLimits } from './lifecycle';
import type { ServiceCallLimits } from './services/client';

export interface GdprConfig extends DatabaseConfig {
  masterKeys: MasterKeys;
  /** Where packages are. */
  blobs: BlobPlace;
  /** How long a request of each type may take, in days (R15). */
  timeLimits: TimeLimits;
  /** How long a package may be downloaded, in milliseconds (R13). */
  packageExpiresAfter: number;
  /** How large one attachment of a package may be, and how long it may take. */
  attachments: AttachmentLimits;
  /** Where callers reach the gateway, without a slash at its end: where packages are downloaded. */
  publicUrl: string;
  /** How long after its end an erasure is verified once more, in milliseconds. */
  verifyAgainAfter: number;
  /** Bounds of every call of a service's contract. */
  serviceCalls: ServiceCallLimits;
}
