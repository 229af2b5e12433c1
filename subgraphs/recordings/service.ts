import { isId, type ServiceDefinition } from '../kit';
import { Recording } from './entities';
import { Recordings1700000001000 } from './migrations/1700000001000-recordings';
import { RecordingsMarks1700000003000 } from './migrations/1700000003000-marks';
import { personalData } from './personal-data';
import { resolvers } from './resolvers';
import { port } from './subgraph.json';

/** Recordings: what was said, as audio with a transcript. */
export const recordings: ServiceDefinition = {
  name: 'recordings',
  port,
  resolvers,
  entities: [Recording],
  migrations: [Recordings1700000001000, RecordingsMarks1700000003000],
  personalData,
  async findAttachment(db, organizationId, id) {
    const recording = isId(id) ? await db.findOneBy(Recording, { organizationId, id }) : null;
    return recording && { path: recording.blobPath, mediaType: recording.mediaType, byteSize: recording.byteSize };
  },
};
