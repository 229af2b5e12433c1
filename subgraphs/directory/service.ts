import type { ServiceDefinition } from '../kit';
import { User } from './entities';
import { DirectoryUnreachable1700000002000 } from './migrations/1700000002000-unreachable';
import { Directory1700000001000 } from './migrations/1700000001000-directory';
import { DirectoryMarks1700000003000 } from './migrations/1700000003000-marks';
import { personalData } from './personal-data';
import { resolvers } from './resolvers';
import { port } from './subgraph.json';

/** The directory: the people who work, or worked, for the organisation. */
export const directory: ServiceDefinition = {
  name: 'directory',
  port,
  resolvers,
  entities: [User],
  migrations: [Directory1700000001000, DirectoryUnreachable1700000002000, DirectoryMarks1700000003000],
  personalData,
};
