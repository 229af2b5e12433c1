import {
  checkedMediaType,
  checkedReference,
  checkedTime,
  childrenLoader,
  connectionLoader,
  decodeBase64,
  entityLoader,
  findPage,
  inputError,
  parsePage,
  type ServiceContext,
} from '../kit';
import { Recording } from './entities';
import { addRecording, type RecordingValues } from './recordings';
import type { AddRecordingInput, Resolvers } from './schema.generated';

const recordingLoader = (context: ServiceContext) =>
  context.loader('recording', () => entityLoader(context.db, Recording));

function checked(input: AddRecordingInput) {
  const { durationMs } = input;
  if (durationMs < 0) throw inputError('input.durationMs', 'input.durationMs takes a number of milliseconds.');
  const values: RecordingValues = {
    conversationId: checkedReference('input.conversationId', input.conversationId),
    externalContactId: checkedReference('input.externalContactId', input.externalContactId),
    agentId: checkedReference('input.agentId', input.agentId),
    startedAt: checkedTime('input.startedAt', input.startedAt),
    durationMs,
    mediaType: checkedMediaType('input.mediaType', input.mediaType, 'audio'),
    transcript: input.transcript ?? null,
  };
  const audio = decodeBase64('input.base64', input.base64);
  if (audio.length === 0) throw inputError('input.base64', 'input.base64 is empty.');
  return { values, audio };
}

const reference = (id: string | null) => (id === null ? null : { id });

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
    __resolveReference: ({ id }, context) => recordingLoader(context).load(id),
    conversation: (recording) => reference(recording.conversationId),
    externalContact: (recording) => reference(recording.externalContactId),
    agent: (recording) => reference(recording.agentId),
  },
  Conversation: {
    __resolveReference: ({ id }) => ({ id }),
    recordings: (conversation, _, context) =>
      context
        .loader('ofConversation', () => childrenLoader(context.db, Recording, 'conversationId'))
        .load(conversation.id),
  },
  ExternalContact: {
    __resolveReference: ({ id }) => ({ id }),
    recordings: (contact, page, context) => {
      const parsed = parsePage(page);
      const loader = context.loader(`ofContact:${parsed.limit}:${parsed.after ?? ''}`, () =>
        connectionLoader(context.db, Recording, 'externalContactId', parsed),
      );
      return loader.load(contact.id);
    },
  },
};
