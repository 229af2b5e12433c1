/** `GET /schema.graphql`: the API as SDL, for code generators. It shows what introspection shows, and requires a token too. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ServedApi } from '../../federation/served-api';

/** Whether a client has the text of a tag: `If-None-Match` lists tags, or is `*` (RFC 9110, 13.1.2). */
const isKnown = (listed: string | undefined, tag: string): boolean =>
  listed?.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, ''))) ?? false;

export function addSchemaRoute(app: FastifyInstance, api: Pick<ServedApi, 'current'>): void {
  app.get('/schema.graphql', (request, reply) => {
    const { publicSdl } = api.current;
    const etag = `"${createHash('sha256').update(publicSdl).digest('base64url')}"`;
    // Weak, because the text is compressed for some clients.
    void reply.header('etag', `W/${etag}`).header('cache-control', 'private, no-cache');
    if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/graphql; charset=utf-8').send(publicSdl);
  });
}
