/** Where files are stored: a directory by default, an S3-compatible store in production. */
import path from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

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

/** The store of one owner, `folder`, in a place that all share. */
export async function openDisk(place: BlobPlace, folder: string): Promise<Disk> {
  if ('directory' in place)
    return new Disk(new FSDriver({ location: path.join(place.directory, folder), visibility: 'private' }));
  // Read only where it is used: it is large.
  const { bucketDriver } = await import('./bucket-driver.js');
  return new Disk(bucketDriver(place, folder));
}
