import {
  childrenLoader,
  connectionLoader,
  entityLoader,
  findPage,
  inputError,
  isId,
  parsePage,
  type ServiceContext,
} from '../kit';
import { Recording } from './entities';
import { addRecording } from './recordings';
import type { AddRecordingInput, Resolvers } from './schema.generated';

const recordingLoader = (context: ServiceContext) =>
  context.loader('recording', () => entityLoader(context.db, Recording));

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const maximumBytes = 20 * 1024 * 1024;

function checked(input: AddRecordingInput) {
  for (const field of ['conversationId', 'externalContactId', 'agentId'] as const) {
    if (input[field] != null && !isId(input[field])) throw inputError(`input.${field}`, `input.${field} is no id.`);
  }
  const startedAt = new Date(input.startedAt);
  if (Number.isNaN(startedAt.getTime())) throw inputError('input.startedAt', 'input.startedAt takes an ISO 8601 time.');
  if (input.durationMs < 0) throw inputError('input.durationMs', 'input.durationMs takes a number of milliseconds.');
  if (!/^audio\/[\w.+-]+$/.test(input.mediaType))
    throw inputError('input.mediaType', 'input.mediaType is no media type of audio.');
  if (!base64.test(input.base64)) throw inputError('input.base64', 'input.base64 is not base64.');
  const audio = Buffer.from(input.base64, 'base64');
  if (audio.length === 0 || audio.length > maximumBytes)
    throw inputError('input.base64', `input.base64 takes 1 to ${maximumBytes} bytes.`);
  const {
    conversationId = null,
    externalContactId = null,
    agentId = null,
    durationMs,
    mediaType,
    transcript = null,
  } = input;
  return {
    values: { conversationId, externalContactId, agentId, startedAt, durationMs, mediaType, transcript },
    audio,
  };
}

const reference = (typename: string, id: string | null) => id && { __typename: typename, id };

/** The resolvers of the service's own types. */
export const resolvers: Resolvers = {
  Query: {
    recording: (_, { id }, context) => recordingLoader(context).load(id),
    recordings: (_, page, context) => findPage(context.db, Recording, parsePage(page)),
  },
  Mutation: {
    addRecording: (_, { input }, { dataSource, blobs }) => {
      const { values, audio } = checked(input);
      return addRecording(dataSource, blobs, values, audio);
    },
  },
  Recording: {
    __resolveReference: ({ id }: { id: string }, context: ServiceContext) => recordingLoader(context).load(id),
    conversation: (recording) => reference('Conversation', (recording as Recording).conversationId),
    externalContact: (recording) => reference('ExternalContact', (recording as Recording).externalContactId),
    agent: (recording) => reference('User', (recording as Recording).agentId),
  },
  Conversation: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    recordings: (conversation, _, context) =>
      context
        .loader('ofConversation', () => childrenLoader(context.db, Recording, 'conversationId'))
        .load((conversation as { id: string }).id),
  },
  ExternalContact: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    recordings: (contact, page, context) => {
      const parsed = parsePage(page);
      const loader = context.loader(`ofContact:${parsed.limit}:${parsed.after ?? ''}`, () =>
        connectionLoader(context.db, Recording, { table: 'recording', column: 'external_contact_id' }, parsed),
      );
      return loader.load((contact as { id: string }).id);
    },
  },
};
