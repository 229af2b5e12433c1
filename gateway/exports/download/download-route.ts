/**
 * `GET /exports/:id`: the package of a request or a case, for callers of its organisation with the scope `gdpr:request:view` (R13). A
 * browser that follows a link presents a ticket (`?ticket=`) instead of a token; the ticket stands for the caller.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JWTVerifyGetKey } from 'jose';
import { codedError, isId } from '../../../subgraphs/kit';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { packagePath, readTicket } from './download-ticket';
import { findCasePackages } from '../case-packages/case-packages';
import { OpenDownloads } from './open-downloads';
import { sendPackage, type SendTools } from './send-package';

const scope = 'gdpr:request:view';

interface RouteTools extends SendTools {
  keys: KeyRing;
  /** The keys that tickets are signed with. */
  publicKeys: JWTVerifyGetKey;
}

const notThere = () => codedError('NOT_FOUND', 'There is no such package.');

type PackageRequest = FastifyRequest<{ Params: { id: string } }>;

/** The ticket that a request presents; undefined when it presents none. */
const shownTicket = ({ query }: Pick<FastifyRequest, 'query'>): unknown => (query as { ticket?: unknown }).ticket;

/** Adds the route. It answers alike for a package of another organisation, one that has expired and one that never existed. */
export function addDownloadRoute(app: FastifyInstance, given: Omit<RouteTools, 'open'>): void {
  const tools = { ...given, open: new OpenDownloads() };
  const isOpen = (request: Pick<FastifyRequest, 'query'>) => shownTicket(request) !== undefined;
  app.get(packagePath(':id'), { config: { public: isOpen } }, (request: PackageRequest, reply) =>
    isOpen(request) ? sendToTicket(tools, request, reply) : sendToCaller(tools, request, reply),
  );
}

/** Finds the package of a request or a case, and the requests for which its download is recorded. */
async function find({ dataSource: { manager }, exports }: RouteTools, id: string) {
  const own = (await exports.find(manager, [id])).get(id);
  if (own) return { package: own, holds: [id] };
  const ofCase = (await findCasePackages(manager, [id])).get(id);
  return ofCase && { package: ofCase, holds: ofCase.members };
}

async function sendToCaller(tools: RouteTools, request: PackageRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { caller } = request;
  if (!caller) throw codedError('UNAUTHENTICATED', 'A bearer token is required.');
  if (!caller.scopes.has(scope))
    throw codedError('FORBIDDEN', 'The token does not allow downloads.', { requiredScopes: [scope] });
  const id = request.params.id.toLowerCase();
  return inOrganization(await tools.keys.of(caller.organizationId), async () => {
    const found = isId(id) ? await find(tools, id) : undefined;
    if (!found) throw notThere();
    return sendPackage(tools, { actor: caller.subject, requestId: id, ...found, ticket: null }, request, reply);
  });
}

async function sendToTicket(tools: RouteTools, request: PackageRequest, reply: FastifyReply): Promise<FastifyReply> {
  const shown = shownTicket(request);
  const ticket = typeof shown === 'string' ? await readTicket(shown, tools.publicKeys) : null;
  if (!ticket) throw codedError('NOT_FOUND', 'The link has expired or is not valid. Ask for a new one.');
  const { organizationId, requestId, sha256, id } = ticket;
  return inOrganization(await tools.keys.of(organizationId), async () => {
    // A ticket is for one package; it opens no other address.
    const found = request.params.id.toLowerCase() === requestId ? await find(tools, requestId) : undefined;
    if (!found || found.package.sha256 !== sha256) throw notThere();
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    return sendPackage(tools, { actor: ticket.actor(), requestId, ...found, ticket: id }, request, reply);
  });
}
