/** Recordings as they are stored. */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, insertAll, onlyOf, type BlobStore } from '../kit';
import { Recording } from './entities';

/** The values of a new recording without its audio. */
export type RecordingValues = Omit<Recording, 'organizationId' | 'id' | keyof StoredAudio>;

/** Where a recording's audio is stored. */
export type StoredAudio = Pick<Recording, 'byteSize' | 'sha256' | 'blobPath'>;

/** Creates recordings whose audio is already in the store. */
export async function createRecordings(
  db: EntityManager,
  values: (RecordingValues & StoredAudio)[],
): Promise<Recording[]> {
  const { organizationId } = currentKeys();
  const recordings = values.map((value) => db.create(Recording, { ...value, organizationId, id: uuidv7() }));
  await insertAll(db, Recording, recordings);
  return recordings;
}

/** Adds one recording: first the audio, then the row that names it. */
export async function addRecording(
  dataSource: DataSource,
  blobs: BlobStore,
  values: RecordingValues,
  audio: Buffer,
): Promise<Recording> {
  const { organizationId } = currentKeys();
  const { path: blobPath, byteSize, sha256 } = onlyOf(await blobs.put(dataSource.manager, organizationId, [audio]));
  return dataSource.transaction(async (db) => {
    const recording = onlyOf(await createRecordings(db, [{ ...values, blobPath, byteSize, sha256 }]));
    await blobs.keep(db, organizationId, [blobPath]);
    return recording;
  });
}
