/** Brings the cast of the demo into a running system, through the public API, as an integrator would. */
import { crc32, deflateSync } from 'node:zlib';
import type { ApiClient } from '../api-client';
import { contactLists, elena, jonas, marcus, priya, tomas, webChatOfNobody } from './cast';

/** The ids of the cast. */
export interface Cast {
  /** Elena's three contacts, the canonical one first. */
  elena: [string, string, string];
  tomas: string;
  priya: string;
  jonas: string;
  /** Marcus on his two lists. */
  marcus: { id: string; contactListId: string }[];
  /** The conversation that belongs to nobody. */
  webChat: string;
}

type Ids = Record<string, { id: string }>;

const idOf = (data: Ids): string => Object.values(data)[0]?.id ?? '';

/** A small picture, so that there is an attachment to see: one colour, 8 by 8 pixels, as PNG. */
export function picture(red: number, green: number, blue: number): Buffer {
  const size = 8;
  const row = Buffer.from([0, ...Array.from({ length: size }, () => [red, green, blue]).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size }, () => row)));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** One second of a quiet tone as WAV: 8 kHz, 8 bit, mono. */
export function tone(): Buffer {
  const rate = 8_000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + rate, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(rate, 40);
  const samples = Buffer.from(Array.from({ length: rate }, (_, at) => 128 + Math.round(20 * Math.sin((at * 2 * Math.PI * 440) / rate))));
  return Buffer.concat([header, samples]);
}

/** Creates the cast. Nobody of it is there twice only if it was not there before: see {@link findCast}. */
export async function seedCast(api: ApiClient): Promise<Cast> {
  const create = async (mutation: string, type: string, input: unknown) =>
    idOf(await api.ask<Ids>(`mutation Create($input: ${type}!) { ${mutation}(input: $input) { id } }`, { input }));
  const contact = (input: unknown) => create('createExternalContact', 'CreateExternalContactInput', input);

  const [priyaId, jonasId] = [await create('createUser', 'CreateUserInput', priya), await create('createUser', 'CreateUserInput', jonas)];
  const elenaIds: Cast['elena'] = [await contact(elena.byEmail), await contact(elena.byWhatsApp), await contact(elena.bySocial)];
  for (const sourceId of elenaIds.slice(1)) {
    await api.ask('mutation Merge($sourceId: ID!, $targetId: ID!) { mergeExternalContacts(sourceId: $sourceId, targetId: $targetId) { id } }', {
      sourceId,
      targetId: elenaIds[0],
    });
  }
  const tomasId = await contact(tomas);
  await talk(create, { elenaIds, tomasId, priyaId, jonasId });
  const webChat = await create('startConversation', 'StartConversationInput', { channel: webChatOfNobody.channel });
  for (const text of webChatOfNobody.messages) await create('addMessage', 'AddMessageInput', { conversationId: webChat, direction: 'INBOUND', text });
  return { elena: elenaIds, tomas: tomasId, priya: priyaId, jonas: jonasId, marcus: await seedMarcus(api, create), webChat };
}

type Create = (mutation: string, type: string, input: unknown) => Promise<string>;

interface People {
  elenaIds: Cast['elena'];
  tomasId: string;
  priyaId: string;
  jonasId: string;
}

async function talk(create: Create, { elenaIds, tomasId, priyaId, jonasId }: People): Promise<void> {
  const conversation = (input: object) => create('startConversation', 'StartConversationInput', input);
  const message = (conversationId: string, direction: string, from: string, text: string, attachments: object[] = []) =>
    create('addMessage', 'AddMessageInput', { conversationId, direction, from, text, attachments });
  const attachment = (filename: string, mediaType: string, bytes: Buffer) => ({ filename, mediaType, base64: bytes.toString('base64') });

  const email = await conversation({ channel: 'EMAIL', externalContactId: elenaIds[0], agentId: priyaId, customAttributes: [{ key: 'orderNumber', value: '20417-3' }] });
  await message(email, 'INBOUND', 'elena.marin@example.com', 'The kettle arrived broken, see the picture. Elena Marín, 48 Maple Street', [
    attachment('broken kettle.png', 'image/png', picture(178, 34, 34)),
    attachment('receipt.txt', 'text/plain', Buffer.from('Receipt 20417-3, Elena Marín Ortega, 39.90 USD\n')),
  ]);
  await message(email, 'OUTBOUND', priya.email, 'Dear Ms Marín, a new one is on its way.');

  const whatsApp = await conversation({ channel: 'WHATSAPP', externalContactId: elenaIds[1], agentId: jonasId });
  await message(whatsApp, 'INBOUND', '+1 317 555 0177', 'Hi, this is Elena. Can it come tomorrow?', [attachment('door.png', 'image/png', picture(46, 139, 87))]);
  await message(whatsApp, 'OUTBOUND', 'Jonas Weber', 'It will be there before noon.');

  const social = await conversation({ channel: 'TWITTER', externalContactId: elenaIds[2], agentId: priyaId });
  await message(social, 'INBOUND', '@elena_marin', 'Thank you, it works!');

  const call = await conversation({ channel: 'OPEN_MESSAGING', externalContactId: elenaIds[0], agentId: priyaId });
  await create('addRecording', 'AddRecordingInput', {
    conversationId: call,
    externalContactId: elenaIds[0],
    agentId: priyaId,
    startedAt: '2026-03-02T15:04:00Z',
    durationMs: 1_000,
    mediaType: 'audio/wav',
    base64: tone().toString('base64'),
    transcript: 'Hello, my name is Elena Marín. I call about the kettle.',
  });

  const tomasEmail = await conversation({ channel: 'EMAIL', externalContactId: tomasId, agentId: priyaId });
  await message(tomasEmail, 'INBOUND', 'tomas.marin@example.com', 'Please change my newsletter settings. Tomás');
}

async function seedMarcus(api: ApiClient, create: Create): Promise<Cast['marcus']> {
  const spring = await create('createContactList', 'CreateContactListInput', contactLists.spring);
  const survey = await create('createContactList', 'CreateContactListInput', contactLists.survey);
  const onList = async (contactListId: string, values: Record<string, string>) => ({
    contactListId,
    id: await create('addDialerContact', 'AddDialerContactInput', { contactListId, values: Object.entries(values).map(([column, value]) => ({ column, value })) }),
  });
  const contacts = [
    await onList(spring, { Customer: marcus.name, Phone: marcus.phone, Email: marcus.email, Plan: 'Family' }),
    await onList(survey, { 'Full name': marcus.name, Mobile: marcus.phone, 'Home address': marcus.address }),
  ];
  await api.ask('mutation Block($phone: String!) { addDoNotCall(phone: $phone) }', { phone: marcus.phone });
  return contacts;
}
