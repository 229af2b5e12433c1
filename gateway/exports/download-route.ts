/** `GET /exports/:id`: the package of a request, for callers of its organisation that may see requests (R13). */
import type { FastifyInstance } from 'fastify';
import { codedError, isId } from '../../subgraphs/kit';
import { inOrganization } from '../../subgraphs/kit/security/organization-context';
import type { KeyRing } from '../../subgraphs/kit/security/key-ring';
import type { DataSource } from 'typeorm';
import { appendAudit } from '../audit/audit-log';
import type { ExportStore } from './export-store';

const scope = 'gdpr:request:view';

/** Adds the route. A package that is another organisation's, has expired or never was is equally not there. */
export function addDownloadRoute(
  app: FastifyInstance,
  { dataSource, keys, exports }: { dataSource: DataSource; keys: KeyRing; exports: ExportStore },
): void {
  app.get<{ Params: { id: string } }>('/exports/:id', async (request, reply) => {
    const { caller } = request;
    if (!caller) throw codedError('UNAUTHENTICATED', 'A bearer token is required.');
    if (!caller.scopes.has(scope))
      throw codedError('FORBIDDEN', 'The token does not allow downloads.', { requiredScopes: [scope] });
    const id = request.params.id.toLowerCase();
    return inOrganization(await keys.of(caller.organizationId), async () => {
      const found = isId(id) ? (await exports.find(dataSource.manager, [id])).get(id) : undefined;
      if (!found) throw codedError('NOT_FOUND', 'There is no such package.');
      await dataSource.transaction((db) =>
        appendAudit(db, [
          {
            actor: caller.subject,
            action: 'PACKAGE_DOWNLOADED',
            requestId: id,
            detail: `${found.byteSize} bytes, sha256 ${found.sha256}`,
          },
        ]),
      );
      const content = await exports.read(id);
      return reply
        .type('application/zip')
        .header('content-length', found.byteSize)
        .header('content-disposition', `attachment; filename="personal-data-${id}.zip"`)
        .send(content);
    });
  });
}
