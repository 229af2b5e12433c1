/** `GET /schema.graphql`: the API as SDL, for code generators. It shows what introspection shows, and requires a token too. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ServedApi } from '../../federation/served-api';

export function addSchemaRoute(app: FastifyInstance, api: Pick<ServedApi, 'current'>): void {
  app.get('/schema.graphql', (request, reply) => {
    const { publicSdl } = api.current;
    const etag = `"${createHash('sha256').update(publicSdl).digest('base64url')}"`;
    void reply.header('etag', etag).header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('application/graphql; charset=utf-8').send(publicSdl);
  });
}
