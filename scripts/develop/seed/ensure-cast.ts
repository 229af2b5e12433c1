/** Creates the cast of the demo in a running system, through the public API, like an integrator. */
import type { ApiClient } from '../api-client';
import { contactLists, elena, jonas, marcus, priya, tomas, webChatOfNobody } from './cast';
import { picture, tone } from './media';

/** The ids of the cast. */
export interface Cast {
  /** Elena's three contacts, the canonical one first. */
  elena: string[];
  tomas: string;
  priya: string;
  jonas: string;
  /** Marcus on his lists. */
  marcus: { id: string; contactListId: string }[];
}

interface Subjects {
  subjects: {
    nodes: {
      service: string;
      match: { id: string; contactListId: string | null; canonicalContactId: string | null; mergeSet: string[] };
    }[];
  };
}

/** Creates the missing members of the cast: all at first, later those whom a demo erased. */
export async function ensureCast(api: ApiClient): Promise<Cast> {
  const create: Create = async (mutation, type, input) =>
    Object.values(
      await api.ask<Record<string, { id: string }>>(
        `mutation Create($input: ${type}!) { ${mutation}(input: $input) { id } }`,
        { input },
      ),
    )[0]?.id ?? '';
  const find = async (service: string, term: Record<string, string>) => {
    const { subjects } = await api.ask<Subjects>(
      'query Known($term: GdprSubjectTermInput!) { subjects(term: $term) { nodes { service match { id contactListId canonicalContactId mergeSet } } } }',
      { term },
    );
    return subjects.nodes.filter((node) => node.service === service).map(({ match }) => match);
  };
  const user = async (values: { email: string }) =>
    (await find('directory', { email: values.email }))[0]?.id ?? create('createUser', 'CreateUserInput', values);
  const [priyaId, jonasId] = [await user(priya), await user(jonas)];

  const [knownTomas] = await find('external-contacts', { email: tomas.personalEmail });
  const tomasId = knownTomas?.id ?? (await createTomas(create, priyaId));
  const [knownElena] = await find('external-contacts', { email: elena.byEmail.personalEmail });
  const elenaIds = knownElena ? canonicalFirst(knownElena) : await createElena(api, create, priyaId, jonasId);
  const lists = (await find('dialer', { phone: marcus.phone })).map(({ id, contactListId }) => ({
    id,
    contactListId: contactListId ?? '',
  }));
  const onLists = lists.length > 0 ? lists : await createMarcus(api, create);
  return { elena: elenaIds, tomas: tomasId, priya: priyaId, jonas: jonasId, marcus: onLists };
}

const canonicalFirst = ({ canonicalContactId, mergeSet }: { canonicalContactId: string | null; mergeSet: string[] }) =>
  [...mergeSet].sort((a, b) => Number(b === canonicalContactId) - Number(a === canonicalContactId));

/** Creates a web chat that nobody associated with a contact (R18). No search finds it, so it is created only with the first data. */
export async function createWebChatOfNobody(api: ApiClient): Promise<string> {
  const { startConversation } = await api.ask<{ startConversation: { id: string } }>(
    'mutation Start($input: StartConversationInput!) { startConversation(input: $input) { id } }',
    { input: { channel: webChatOfNobody.channel } },
  );
  for (const text of webChatOfNobody.messages) {
    await api.ask('mutation Add($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
      input: { conversationId: startConversation.id, direction: 'INBOUND', text },
    });
  }
  return startConversation.id;
}

type Create = (mutation: string, type: string, input: unknown) => Promise<string>;

const contact = (create: Create, input: unknown) =>
  create('createExternalContact', 'CreateExternalContactInput', input);
const conversation = (create: Create, input: object) => create('startConversation', 'StartConversationInput', input);
const message = (
  create: Create,
  conversationId: string,
  direction: string,
  from: string,
  text: string,
  attachments: object[] = [],
) => create('addMessage', 'AddMessageInput', { conversationId, direction, from, text, attachments });
const attachment = (filename: string, mediaType: string, bytes: Buffer) => ({
  filename,
  mediaType,
  base64: bytes.toString('base64'),
});

async function createTomas(create: Create, agentId: string): Promise<string> {
  const id = await contact(create, tomas);
  const email = await conversation(create, { channel: 'EMAIL', externalContactId: id, agentId });
  await message(create, email, 'INBOUND', tomas.personalEmail, 'Please change my newsletter settings. Tomás');
  return id;
}

async function createElena(api: ApiClient, create: Create, priyaId: string, jonasId: string): Promise<string[]> {
  const [byEmail, byWhatsApp, bySocial] = [
    await contact(create, elena.byEmail),
    await contact(create, elena.byWhatsApp),
    await contact(create, elena.bySocial),
  ];
  for (const sourceId of [byWhatsApp, bySocial]) {
    await api.ask(
      'mutation Merge($sourceId: ID!, $targetId: ID!) { mergeExternalContacts(sourceId: $sourceId, targetId: $targetId) { id } }',
      {
        sourceId,
        targetId: byEmail,
      },
    );
  }
  const email = await conversation(create, {
    channel: 'EMAIL',
    externalContactId: byEmail,
    agentId: priyaId,
    customAttributes: [{ key: 'orderNumber', value: '20417-3' }],
  });
  await message(
    create,
    email,
    'INBOUND',
    elena.byEmail.personalEmail,
    'The kettle arrived broken, see the picture. Elena Marín, 48 Maple Street',
    [
      attachment('broken kettle.png', 'image/png', picture(178, 34, 34)),
      attachment('receipt.txt', 'text/plain', Buffer.from('Receipt 20417-3, Elena Marín Ortega, 39.90 USD\n')),
    ],
  );
  await message(create, email, 'OUTBOUND', priya.email, 'Dear Ms Marín, a new one is on its way.');

  const whatsApp = await conversation(create, { channel: 'WHATSAPP', externalContactId: byWhatsApp, agentId: jonasId });
  await message(create, whatsApp, 'INBOUND', elena.byWhatsApp.cellPhone, 'Hi, this is Elena. Can it come tomorrow?', [
    attachment('door.png', 'image/png', picture(46, 139, 87)),
  ]);
  await message(create, whatsApp, 'OUTBOUND', jonas.name, 'It will be there before noon.');

  const social = await conversation(create, { channel: 'TWITTER', externalContactId: bySocial, agentId: priyaId });
  await message(create, social, 'INBOUND', '@elena_marin', 'Thank you, it works!');

  const call = await conversation(create, { channel: 'OPEN_MESSAGING', externalContactId: byEmail, agentId: priyaId });
  await create('addRecording', 'AddRecordingInput', {
    conversationId: call,
    externalContactId: byEmail,
    agentId: priyaId,
    startedAt: '2026-03-02T15:04:00Z',
    durationMs: 1_000,
    mediaType: 'audio/wav',
    base64: tone().toString('base64'),
    transcript: 'Hello, my name is Elena Marín. I call about the kettle.',
  });
  return [byEmail, byWhatsApp, bySocial];
}

async function createMarcus(api: ApiClient, create: Create): Promise<Cast['marcus']> {
  const onList = async (list: unknown, values: Record<string, string>) => {
    const contactListId = await create('createContactList', 'CreateContactListInput', list);
    const id = await create('addDialerContact', 'AddDialerContactInput', {
      contactListId,
      values: Object.entries(values).map(([column, value]) => ({ column, value })),
    });
    return { id, contactListId };
  };
  const contacts = [
    await onList(contactLists.spring, {
      Customer: marcus.name,
      Phone: marcus.phone,
      Email: marcus.email,
      Plan: 'Family',
    }),
    await onList(contactLists.survey, {
      'Full name': marcus.name,
      Mobile: marcus.phone,
      'Home address': marcus.address,
    }),
  ];
  await api.ask('mutation Block($phone: String!) { addDoNotCall(phone: $phone) }', { phone: marcus.phone });
  return contacts;
}
