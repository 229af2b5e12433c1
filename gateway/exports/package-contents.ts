/** What a package is made of, and what it leaves out. */

/** A service's part, as its task ended. */
export interface PackagePart {
  name: string;
  outcome: string;
  /** The attempt that gathered it. */
  attempt: number;
}

/** What could not be included, or is not shown, and why. */
export interface Omission {
  service: string;
  item: string;
  reason: string;
}
