import type { EntityManager, MigrationInterface } from 'typeorm';
import type { SubgraphResolvers } from './base/graphql/subgraph-schema';
import type { PersonalDataDefinition } from './contract/definition';

/** Where the bytes of an attachment are stored. */
export interface AttachmentSource {
  /** The blob's path in the store. */
  path: string;
  mediaType: string;
  byteSize: number;
}

/** A PII service: its own schema and data, and what it declares about the personal data in them. */
export interface ServiceDefinition {
  /** The subgraph's name; its database is `habeas_<name>`. */
  name: string;
  /**
   * The SDL of its own types, with the lines that import the contract (`# import "contract.graphql"`).
   * @default the text of `schema/<name>.graphql`, for a service of this project
   */
  schema?: string;
  /** The port, unless `PORT` is set. */
  port: number;
  /** Resolvers of the service's own types (`Resolvers` of `schema.generated.ts`); the contract's come with the kit. */
  resolvers: SubgraphResolvers;
  entities: (new () => object)[];
  /** The service's migrations. They run after those of the kit's own tables. */
  migrations: (new () => MigrationInterface)[];
  personalData: PersonalDataDefinition;
  /** Finds an attachment of the organisation by id. Needed when records have attachments. */
  findAttachment?: (db: EntityManager, organizationId: string, id: string) => Promise<AttachmentSource | null>;
}
