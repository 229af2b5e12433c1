/** Places in this service that no request reaches (R18). */
import { unreadableValues, type UnreachableSource } from '../kit';
import { recordType } from './contacts';

export const unreachable: UnreachableSource[] = [
  unreadableValues(recordType, 'dialer_contact'),
  {
    recordType,
    location: 'the whole contact',
    reason:
      'None of its values says whom it is about: the columns do not say what they hold, or what they hold is blank.',
    remedy: 'State what each column holds when the list is made, or give the contact a value that identifies it.',
    table: 'dialer_contact',
    // The rows that stand for such contacts in the term index: see `indexed`.
    condition: `id IN (SELECT record_id FROM personal_data_term WHERE organization_id = $1 AND digest = ''
      AND type = 'NAME' AND record_type = '${recordType}' AND field = '')`,
  },
];
