import { isId, type ServiceDefinition } from '../kit';
import { Conversation, Message, MessageAttachment } from './entities';
import { MessagingUnreachable1700000002000 } from './migrations/1700000002000-unreachable';
import { MessagingOrganizationSender1700000004000 } from './migrations/1700000004000-organization-sender';
import { MessagingMessageAgents1700000005000 } from './migrations/1700000005000-message-agents';
import { Messaging1700000001000 } from './migrations/1700000001000-messaging';
import { MessagingMarks1700000003000 } from './migrations/1700000003000-marks';
import { personalData } from './personal-data';
import { resolvers } from './resolvers';
import { port } from './subgraph.json';

/** Messaging: what the organisation and people outside wrote to each other. */
export const messaging: ServiceDefinition = {
  name: 'messaging',
  port,
  resolvers,
  entities: [Conversation, Message, MessageAttachment],
  migrations: [
    Messaging1700000001000,
    MessagingUnreachable1700000002000,
    MessagingMarks1700000003000,
    MessagingOrganizationSender1700000004000,
    MessagingMessageAgents1700000005000,
  ],
  personalData,
  async findAttachment(db, organizationId, id) {
    const file = isId(id) ? await db.findOneBy(MessageAttachment, { organizationId, id }) : null;
    return file && { path: file.blobPath, mediaType: file.mediaType, byteSize: file.byteSize };
  },
};
