/** Where files may be. */

/** A bucket of an S3-compatible store. Credentials come from where AWS's tools look for them. */
export interface Bucket {
  bucket: string;
  region: string;
  /** The store's address; AWS's own when absent. */
  endpoint?: string;
  /** How long the store may keep silent, before an answer and within one, until it is asked again: milliseconds. */
  timeout: number;
}

/** A place for everybody's files. */
export type BlobPlace = { directory: string } | Bucket;
