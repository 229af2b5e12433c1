/** `/packages`: the page that a package link opens, and its form (R37). The code is sent in the body, because addresses are logged. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { ticketUrl } from '../download/download-ticket';
import { linkPage, linkPolicy, type LinkState } from './link-page';
import { isOpen, linkPath, openLink, readLink, type LinkTools } from './package-link';

type LinkRequest = FastifyRequest<{ Querystring: { link?: unknown } }>;

interface RouteTools extends LinkTools {
  keys: KeyRing;
  /** The keys that links are signed with. */
  publicKeys: JWTVerifyGetKey;
}

/** The largest form that is accepted, in bytes. */
const largestForm = 4_096;

const statuses: Record<LinkState['state'], number> = { ask: 200, wrong: 403, gone: 410 };

function show(reply: FastifyReply, request: LinkRequest, shown: LinkState): FastifyReply {
  return reply
    .code(statuses[shown.state])
    .type('text/html; charset=utf-8')
    .header('content-security-policy', linkPolicy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('vary', 'Accept-Language')
    .send(linkPage(shown, request.headers));
}

/** Adds the routes. Only these routes parse forms. */
export function addLinkRoutes(app: FastifyInstance, tools: RouteTools): void {
  const { keys, publicKeys } = tools;

  /** Runs `work` for a valid link, in the link's organisation. Otherwise shows that the link no longer works. */
  async function withLink(
    request: LinkRequest,
    reply: FastifyReply,
    work: (id: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const { link } = request.query;
    const read = typeof link === 'string' ? await readLink(link, publicKeys) : null;
    if (!read) return show(reply, request, { state: 'gone' });
    const own = await keys.evenDestroyed(read.organizationId);
    if (own.destroyed) return show(reply, request, { state: 'gone' });
    return inOrganization(own, () => work(read.id));
  }

  // Not awaited: awaiting a plugin would boot the server, and more routes are added after these.
  void app.register((routes, _options, done) => {
    routes.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: largestForm },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    const open = { config: { public: true } };
    routes.get(linkPath, open, (request: LinkRequest, reply) =>
      withLink(request, reply, async (id) =>
        show(reply, request, { state: (await isOpen(tools, id)) ? 'ask' : 'gone' }),
      ),
    );
    routes.post(linkPath, open, (request: LinkRequest, reply) =>
      withLink(request, reply, async (id) => {
        const code = request.body instanceof URLSearchParams ? (request.body.get('code') ?? '') : '';
        const opened = await openLink(tools, id, code);
        if (opened.state !== 'opened') return show(reply, request, opened);
        const url = await ticketUrl(
          { publicUrl: tools.config.publicUrl, signStatement: tools.signStatement },
          `the person, by link ${id}`,
          opened.package,
        );
        return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(url, 303);
      }),
    );
    done();
  });
}
