/** Where files are stored: a directory by default, an S3-compatible store in production. */
import path from 'node:path';
import { Disk } from 'flydrive';
import type { BlobPlace } from './blob-place';
import { directoryDriver } from './directory-driver';

/** The store of one owner, `folder`, in a place that all share. */
export async function openDisk(place: BlobPlace, folder: string): Promise<Disk> {
  if ('directory' in place) return new Disk(directoryDriver(path.join(place.directory, folder)));
  // Read only where it is used: it is large.
  const { bucketDriver } = await import('./bucket-driver.js');
  return new Disk(bucketDriver(place, folder));
}
