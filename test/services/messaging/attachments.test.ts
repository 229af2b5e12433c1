import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { messaging } from '../../../subgraphs/messaging/service';
import { contractOf } from '../../support/contract/contract';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { startTestService, testOrganization, type TestService, type TokenOptions } from '../../support/run/service';
import { addDocument, writer } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(messaging);
});

afterAll(() => service.stop());

const fetchFile = async (url: string, options: TokenOptions = { purpose: 'gdpr' }) =>
  fetch(url, { headers: { authorization: `Bearer ${await service.token(options)}` } });

/** Writes a message with one file, and finds it by the contract. @returns where its bytes are */
async function storedFile(bytes: Buffer) {
  const contact = uuidv7();
  const write = writer(service);
  await write.add(await write.start({ externalContactId: contact }), {
    attachments: [{ filename: 'a.png', mediaType: 'image/png', base64: bytes.toString('base64') }],
  });
  const records = await contractOf(service).findAll({ externalContactId: contact });
  const attachment = records[1]?.attachments[0];
  if (!attachment) throw new Error('There is no attachment.');
  return { contact, attachment, url: attachment.url };
}

const pathOf = (id: string): Promise<string> =>
  inDatabase(service.database, async (client) => {
    const { rows } = await client.query<{ blob_path: string }>(
      'SELECT blob_path FROM message_attachment WHERE id = $1',
      [id],
    );
    return rows[0]?.blob_path ?? '';
  });

describe('the bytes of an attachment', () => {
  test('are returned as they were written, with their size and type', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 31) % 256));
    const { url, attachment } = await storedFile(bytes);
    const response = await fetchFile(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('100000');
    expect(response.headers.get('content-type')).toBe('image/png');
    const received = Buffer.from(await response.arrayBuffer());
    expect(received.equals(bytes)).toBe(true);
    expect(createHash('sha256').update(received).digest('hex')).toBe(attachment.sha256);
  });

  test('are returned for the purpose gdpr and the own organisation only', async () => {
    const { url } = await storedFile(Buffer.from('mine'));
    expect((await fetch(url)).status).toBe(401);
    expect((await fetchFile(url, { purpose: 'query' })).status).toBe(403);
    expect((await fetchFile(url, { purpose: 'gdpr', organizationId: 'somebody-else' })).status).toBe(404);
    expect((await fetchFile(url, { purpose: 'gdpr', audience: 'recordings' })).status).toBe(401);
  });

  test('are not found when they are missing, or their id is unknown or malformed', async () => {
    const { url, attachment } = await storedFile(Buffer.from('lost'));
    const path = await pathOf(attachment.id);
    await service.service.blobs.removeLater(service.service.dataSource.manager, testOrganization, [path]);
    await service.service.blobs.removeMarked(service.service.dataSource);
    for (const missing of [
      url,
      url.replace(attachment.id, uuidv7()),
      url.replace(attachment.id, '..%2F..%2Fetc%2Fpasswd'),
    ]) {
      const response = await fetchFile(missing);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    }
  });

  test('are unavailable while the directory of files is missing; nothing is written elsewhere, and no removal is forgotten', async () => {
    const { dataSource, blobs } = service.service;
    const { url } = await storedFile(Buffer.from('for a while'));
    const removed = await pathOf((await storedFile(Buffer.from('to be removed'))).attachment.id);
    const conversation = await writer(service).start();
    const input = {
      conversationId: conversation,
      direction: 'INBOUND',
      attachments: [{ filename: 'a.txt', mediaType: 'text/plain', base64: 'YWJj' }],
    };
    const away = `${service.blobDirectory}.away`;
    renameSync(service.blobDirectory, away);
    try {
      const response = await fetchFile(url);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
      const written = await service.send(addDocument, { input });
      expect(written).toMatchObject({
        status: 503,
        data: null,
        errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
      });
      expect(written.text).not.toContain(service.blobDirectory);
      await blobs.removeLater(dataSource.manager, testOrganization, [removed]);
      await expect(blobs.removeMarked(dataSource)).rejects.toThrow('Some blobs could not be removed.');
      expect(existsSync(service.blobDirectory)).toBe(false);
    } finally {
      renameSync(away, service.blobDirectory);
    }
    expect(await (await fetchFile(url)).text()).toBe('for a while');
    expect(await service.send(addDocument, { input })).toMatchObject({ status: 200 });
    await dataSource.query("UPDATE blob_removal SET due_at = due_at - interval '2 hours'");
    await blobs.removeMarked(dataSource);
    expect(await blobs.exists(removed)).toBe(false);
  });

  test('are removed from the disk when the contact is erased', async () => {
    const { url, contact, attachment } = await storedFile(Buffer.from('soon gone'));
    const path = await pathOf(attachment.id);
    expect(await service.service.blobs.exists(path)).toBe(true);
    await contractOf(service).erase(uuidv7(), { externalContactId: contact });
    expect(await service.service.blobs.exists(path)).toBe(false);
    expect((await fetchFile(url)).status).toBe(404);
  });

  test('are removed if their message could not be written, so that no file is out of the reach of requests', async () => {
    const { dataSource, blobs } = service.service;
    const marks = () =>
      dataSource.query<{ path: string; due: boolean }[]>('SELECT path, due_at <= now() AS due FROM blob_removal');
    const write = writer(service);
    const conversation = await write.start();
    await inDatabase(service.database, async (blocking) => {
      await blocking.query('BEGIN');
      await blocking.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [conversation]);
      const adding = write.add(conversation, {
        attachments: [{ filename: 'orphan.txt', mediaType: 'text/plain', base64: 'YWJj' }],
      });
      const [mark] = await eventually(async () => {
        const found = await marks();
        return found[0] && (await blobs.exists(found[0].path)) ? found : null;
      });
      // While the message is being written, no cleanup may remove its file.
      expect(mark?.due).toBe(false);
      await blobs.removeMarked(dataSource);
      expect(await blobs.exists(mark?.path ?? '')).toBe(true);
      await blocking.query('DELETE FROM conversation WHERE id = $1', [conversation]);
      await blocking.query('COMMIT');
      await expect(adding).rejects.toThrow('NOT_FOUND');
      await dataSource.query("UPDATE blob_removal SET due_at = due_at - interval '1 hour'");
      await blobs.removeMarked(dataSource);
      expect(await blobs.exists(mark?.path ?? '')).toBe(false);
      expect(await marks()).toEqual([]);
    });
  });

  test('a file that cannot be removed does not delay others: it waits, and the rest is removed', async () => {
    const { dataSource, blobs } = service.service;
    const { attachment } = await storedFile(Buffer.from('kept'));
    const kept = await pathOf(attachment.id);
    const gone = await pathOf((await storedFile(Buffer.from('gone'))).attachment.id);
    await blobs.removeLater(dataSource.manager, testOrganization, [gone]);
    // A directory cannot be unlinked; its organisation comes first.
    await dataSource.query(
      `INSERT INTO blob_removal (organization_id, path, due_at) VALUES ('stuck', $1, now() - interval '1 hour')`,
      [testOrganization],
    );
    await expect(blobs.removeMarked(dataSource)).rejects.toThrow('Some blobs could not be removed.');
    expect(await blobs.exists(gone)).toBe(false);
    expect(await blobs.exists(kept)).toBe(true);
    const marks: { organization_id: string; waits: boolean }[] = await dataSource.query(
      'SELECT organization_id, due_at > now() AS waits FROM blob_removal',
    );
    expect(marks).toEqual([{ organization_id: 'stuck', waits: true }]);
    await dataSource.query('DELETE FROM blob_removal');
  });
});
