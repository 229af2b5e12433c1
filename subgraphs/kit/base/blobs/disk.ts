/** The store of files: a directory by default, an S3-compatible store in production. */
import path from 'node:path';
import type { Disk } from 'flydrive';
import type { BlobPlace } from './blob-place';
import { BlobDisk } from './blob-disk';
import { directoryDriver } from './directory-driver';

/** Asks the store for an answer. @throws when there is none */
export const checkStore = async (disk: Disk): Promise<void> => void (await disk.exists('readiness'));

/** The store of one owner: the folder `folder` in a place that all processes share. */
export async function openDisk(place: BlobPlace, folder: string): Promise<BlobDisk> {
  if ('directory' in place) return new BlobDisk(directoryDriver(path.join(place.directory, folder)));
  // Imported only when it is used, because it is large.
  const { bucketDriver } = await import('./bucket-driver.js');
  return new BlobDisk(bucketDriver(place, folder));
}
