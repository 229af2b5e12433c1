/** Recordings of made-up people, written through the service's own API. */
import { uuidv7 } from 'uuidv7';
import type { TestService, TokenOptions } from '../../support/run/service';

export const addDocument = `mutation Add($input: AddRecordingInput!) {
  addRecording(input: $input) {
    id startedAt durationMs mediaType byteSize transcript conversation { id } externalContact { id } agent { id }
  }
}`;

/** A recording as {@link addDocument} reads it. */
export interface WrittenRecording {
  id: string;
  startedAt: string;
  durationMs: number;
  mediaType: string;
  byteSize: number;
  transcript: string | null;
  conversation: { id: string } | null;
  externalContact: { id: string } | null;
  agent: { id: string } | null;
}

/** An input of a recording with every field. */
export const input = (values: Record<string, unknown> = {}) => ({
  startedAt: '2026-03-02T15:04:00Z',
  durationMs: 1_000,
  mediaType: 'audio/wav',
  base64: Buffer.from('RIFF and so on').toString('base64'),
  transcript: 'Hello, this is Nadia Petrova, 317-555-0188.',
  ...values,
});

/** Writes recordings into one service. */
export function writer(service: TestService, options: TokenOptions = {}) {
  const add = async (values: Record<string, unknown> = {}): Promise<WrittenRecording> =>
    (await service.ask<{ addRecording: WrittenRecording }>(addDocument, { input: input(values) }, options))
      .addRecording;
  return {
    add,
    /** Makes a contact with a recording of a talk with an agent. */
    async contactWithRecording() {
      const [contact, agent, conversation] = [uuidv7(), uuidv7(), uuidv7()];
      const recording = await add({ externalContactId: contact, agentId: agent, conversationId: conversation });
      return { contact, agent, conversation, recording };
    },
  };
}
