/** What a package is made of, and what it leaves out. */
import type { Label, Processing } from '../../subgraphs/kit';

/** What one request gathered from a service. */
export interface GatheredPlace {
  requestId: string;
  /** The attempt that gathered it. */
  attempt: number;
}

/** What a service says of itself for people to read, by language. */
export interface ServiceWords {
  processing: Processing[];
  labels: Label[];
}

/** A service's part: of one request, or of all requests of a family together. */
export interface PackagePart {
  name: string;
  outcome: string;
  gathered: GatheredPlace[];
  /** Null when the service has left the supergraph. */
  words: ServiceWords | null;
}

/** What could not be included, or is not shown, and why. */
export interface Omission {
  service: string;
  item: string;
  reason: string;
}
