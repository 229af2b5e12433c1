/** The types that describe what a package contains, and what it leaves out. */
import type { Label, Processing } from '../../subgraphs/kit';

/** Where the store holds what one request gathered from a service. */
export interface GatheredPlace {
  requestId: string;
  /** The attempt that gathered it. */
  attempt: number;
}

/** A service's declarations of its processing, and its labels for types and fields, by language. */
export interface ServiceWords {
  processing: Processing[];
  labels: Label[];
}

/** A service's part of a package: what one request gathered, or all requests of a family. */
export interface PackagePart {
  name: string;
  outcome: string;
  gathered: GatheredPlace[];
  /** Null when the service has left the supergraph. */
  words: ServiceWords | null;
}

/** An item that could not be included, and why. */
export interface Omission {
  service: string;
  item: string;
  reason: string;
}
