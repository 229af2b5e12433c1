/** Places in this service that no request reaches (R18). */
import type { UnreachableSource } from '../kit';

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
];
