/** Places where files can be stored. */

/** A bucket of an S3-compatible store. Credentials come from the places where AWS's tools look for them. */
export interface Bucket {
  bucket: string;
  region: string;
  /** The store's address. @default AWS's own */
  endpoint?: string;
  /** How long the store may be silent, before its answer or within it, until the call is made again, in milliseconds. */
  timeout: number;
}

/** A place that all processes share: a directory or a bucket. */
export type BlobPlace = { directory: string } | Bucket;
