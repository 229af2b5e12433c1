/** Recordings as they are stored. */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, type BlobStore } from '../kit';
import { Recording } from './entities';

/** The values of a new recording, but for its audio. */
export type RecordingValues = Pick<Recording, 'startedAt' | 'durationMs' | 'mediaType'> &
  Partial<Pick<Recording, 'conversationId' | 'externalContactId' | 'agentId' | 'transcript'>>;

/** Where a recording's audio is. */
export type StoredAudio = Pick<Recording, 'byteSize' | 'sha256' | 'blobPath'>;

const insertBatch = 2_000;

/** Creates recordings whose audio is in the store already. */
export async function createRecordings(
  db: EntityManager,
  values: (RecordingValues & StoredAudio)[],
): Promise<Recording[]> {
  const recordings = values.map((value) =>
    db.create(Recording, {
      conversationId: null,
      externalContactId: null,
      agentId: null,
      transcript: null,
      ...value,
      organizationId: currentKeys().organizationId,
      id: uuidv7(),
    }),
  );
  for (let start = 0; start < recordings.length; start += insertBatch)
    await db.insert(Recording, recordings.slice(start, start + insertBatch));
  return recordings;
}

/** Adds one recording: first the audio, then the row that names it; the audio goes again when the row cannot be written. */
export async function addRecording(
  dataSource: DataSource,
  blobs: BlobStore,
  values: RecordingValues,
  audio: Buffer,
): Promise<Recording> {
  const { organizationId } = currentKeys();
  const { path, byteSize, sha256 } = await blobs.put(organizationId, audio);
  try {
    const [recording] = await dataSource.transaction((db) =>
      createRecordings(db, [{ ...values, blobPath: path, byteSize, sha256 }]),
    );
    if (!recording) throw new Error('No recording was written.');
    return recording;
  } catch (error) {
    await blobs.removeLater(dataSource.manager, organizationId, [path]);
    throw error;
  }
}
