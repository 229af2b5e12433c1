/**
 * What recordings hold about a person: the voice, and what it said. They are found by an id only (R7). A contact's recordings are
 * erased with audio and transcript; in an agent's only the link to the agent is erased (R12).
 */
import {
  childIds,
  findByIds,
  linkedBy,
  lockByIds,
  mapYielding,
  isId,
  replaceInText,
  updateAll,
  type ContractContext,
  type FoundRecord,
  type IdPage,
  type PersonalDataDefinition,
  type RecordSource,
} from '../kit';
import { Recording } from './entities';
import { restricted } from './restricted';

const linked = linkedBy('recording', { USER_ID: 'agent_id', EXTERNAL_CONTACT_ID: 'external_contact_id' });

const columns = { EXTERNAL_CONTACT_ID: 'external_contact_id', USER_ID: 'agent_id' } as const;

/** The ids of the recordings of the term's subject. A dialer contact has none here. */
async function idsOf({ db, term, coverage }: ContractContext, page: IdPage): Promise<string[]> {
  if (term.kind !== 'id' || term.type === 'DIALER_CONTACT_ID' || !isId(term.id)) return [];
  return childIds(db, { table: 'recording', column: columns[term.type] }, [term.id], page, coverage);
}

const endings: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/webm': 'webm',
  'audio/mp4': 'm4a',
};

/** The filename extension for a media type, whose parameters do not matter. */
const endingOf = (mediaType: string): string => endings[mediaType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'audio';

const recordings: RecordSource = {
  recordType: 'Recording',
  holdsSubjects: false,

  async find(context, page): Promise<FoundRecord[]> {
    const found = await findByIds(context.db, Recording, await idsOf(context, page));
    return mapYielding(found, ({ id, startedAt, agentId, transcript, mediaType, byteSize, sha256 }) => {
      // An agent does not get the voice and the words of the other person.
      if (context.term.type === 'USER_ID')
        return { id, createdAt: startedAt, fields: [{ name: 'agent', category: 'EMPLOYMENT', value: agentId ?? '' }] };
      const filename = `recording-${startedAt.toISOString().slice(0, 10)}-${id}.${endingOf(mediaType)}`;
      return {
        id,
        createdAt: startedAt,
        fields: transcript ? [{ name: 'transcript', category: 'COMMUNICATION', value: transcript }] : [],
        attachments: [{ id, filename, mediaType, byteSize, sha256, path: `/attachments/${id}` }],
      };
    });
  },

  count: async (context, limit) => (await idsOf(context, { after: null, limit })).length,

  async linked(context, page) {
    const seen = await idsOf(context, page);
    return { seen, subjects: await linked(seen, context) };
  },

  async erase(context, limit) {
    const { db, organizationId, blobs, term } = context;
    const ids = await idsOf(context, { after: null, limit });
    if (ids.length === 0) return { handled: 0, done: [] };
    if (term.type === 'USER_ID') {
      const [, count] = await db.query<[unknown[], number]>(
        'UPDATE recording SET agent_id = NULL WHERE organization_id = $1 AND id = ANY($2::uuid[])',
        [organizationId, ids],
      );
      return { handled: ids.length, done: [{ disposition: 'ANONYMIZED', count }] };
    }
    const [erased] = await db.query<[{ blob_path: string }[], number]>(
      'DELETE FROM recording WHERE organization_id = $1 AND id = ANY($2::uuid[]) RETURNING blob_path',
      [organizationId, ids],
    );
    const paths = erased.map(({ blob_path: path }) => path);
    await blobs.removeLater(db, organizationId, paths);
    return { handled: ids.length, done: [{ disposition: 'ERASED', count: erased.length }] };
  },

  async rectify(context, replacements, page) {
    const seen = await idsOf(context, page);
    const own = context.term.type === 'EXTERNAL_CONTACT_ID' ? await lockByIds(context.db, Recording, seen) : [];
    const corrected = await mapYielding(own, (recording) => {
      const { transcript } = recording;
      recording.transcript = replaceInText(transcript, replacements);
      return recording.transcript !== transcript;
    });
    const changed = own.filter((_, index) => corrected[index]);
    await updateAll(context.db, Recording, changed, { only: ['transcript'] });
    for (const { onFound } of replacements) own.forEach(() => onFound?.('UNREADABLE'));
    const reason = 'What was said in a recording cannot be changed; it can be erased.';
    return {
      seen,
      done: [{ disposition: 'RECTIFIED', count: changed.length }],
      kept:
        own.length > 0
          ? [{ recordType: 'RecordingAudio', disposition: 'NOT_SUPPORTED', recordIds: own.map(({ id }) => id), reason }]
          : [],
    };
  },
};

export const personalData: PersonalDataDefinition = {
  requiresSubject: true,
  records: [recordings],
  unreachable: [
    {
      recordType: 'Recording',
      location: 'the audio and its transcript',
      reason: 'It is associated with no external contact, and data are found here through the contact only.',
      remedy: 'Record it with the contact whom it is about.',
      table: 'recording',
      condition: 'external_contact_id IS NULL',
    },
  ],
  restricted,
};
