/** Places in this service that no request reaches (R18). */
import type { UnreachableSource } from '../kit';
import { fromPerson } from './erase';

export const unreachable: UnreachableSource[] = [
  {
    recordType: 'Conversation',
    location: 'the whole conversation: messages, files, custom attributes',
    reason: 'It is associated with no external contact, and data are found here through the contact only.',
    remedy: 'Associate it with a contact: associateConversation.',
    table: 'conversation',
    condition: 'external_contact_id IS NULL',
  },
  {
    recordType: 'Conversation',
    location: 'customAttributes: the keys',
    reason: 'Keys of custom attributes are neither searched nor corrected; only their values are.',
    remedy: 'Keep names and numbers out of keys. With the conversation, keys are exported and erased too.',
    table: 'conversation',
    condition: 'custom_attributes IS NOT NULL',
  },
  {
    recordType: 'Message',
    location: 'from: the sender of an answer',
    reason: 'The conversation names no agent, so requests about the person who wrote the answer do not lead to it.',
    remedy:
      'It is erased with the contact of the conversation. State fromOrganization where the sender is nobody in person.',
    table: 'message',
    condition: `${fromPerson} AND agent_id IS NULL`,
  },
];
