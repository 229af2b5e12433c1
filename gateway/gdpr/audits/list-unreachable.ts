/** Places that no request can reach, of all services in turn (R18); each look is recorded (R21). */
import { currentKeys, inputError, type PageArguments } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import type { UnreachablePlace } from '../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError } from '../services/service-call';
import type { GdprContext } from '../context';
import type { PiiService } from '../services/pii-services';

/** Where a page starts: in this service, after its own cursor. */
interface Cursor {
  service: string;
  after: string | null;
}

const encode = ({ service, after }: Cursor) => Buffer.from(JSON.stringify([service, after])).toString('base64url');

function decode(cursor: string | null | undefined): Cursor | null {
  if (cursor == null) return null;
  try {
    const [service, after] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof service === 'string' && (after === null || typeof after === 'string')) return { service, after };
  } catch {
    // Said below.
  }
  throw inputError('after', 'after is not a cursor of this list.');
}

/** `unreachablePersonalData`. @throws BAD_USER_INPUT */
export async function listUnreachable(
  context: GdprContext,
  { service, first, after }: PageArguments & { service?: string | null },
) {
  currentKeys().assertUsable();
  const { caller, tools } = context;
  const limit = checkedFirst(first, 50);
  const start = decode(after);
  const known = tools.services.all();
  if (service != null && !known.some(({ name }) => name === service))
    throw inputError('service', 'There is no such PII service.');
  await tools.looks.add({
    actor: caller.subject,
    action: 'UNREACHABLE_DATA_LISTED',
    service: service ?? null,
    detail: `${limit} places`,
  });
  const asked = known.filter(
    ({ name, parts }) =>
      parts.includes('unreachable') && (service == null || name === service) && (!start || name >= start.service),
  );
  const nodes: (UnreachablePlace & { service: string })[] = [];
  const unavailable: string[] = [];
  let next: Cursor | null = null;
  for (const owner of asked) {
    const from: string | null = start?.service === owner.name ? start.after : null;
    if (nodes.length === limit) {
      next = { service: owner.name, after: null };
      break;
    }
    const rest = await placesOf(owner, context, from, limit - nodes.length);
    if (!rest) unavailable.push(owner.name);
    nodes.push(...(rest?.places ?? []).map((place) => ({ service: owner.name, ...place })));
    if (rest?.endCursor) {
      next = { service: owner.name, after: rest.endCursor };
      break;
    }
  }
  return { nodes, pageInfo: { hasNextPage: next !== null, endCursor: next && encode(next) }, unavailable };
}

/** Null when the service cannot be asked. @throws BAD_USER_INPUT when it does not know the cursor */
async function placesOf({ client }: PiiService, { caller, signal }: GdprContext, after: string | null, first: number) {
  const scope = { organizationId: caller.organizationId, actor: caller.subject, signal };
  try {
    return await client.unreachable(scope, first, after);
  } catch (error) {
    if (!(error instanceof ServiceCallError)) throw error;
    if (error.serviceCode === 'BAD_USER_INPUT') throw inputError('after', 'after is not a cursor of this list.');
    return null;
  }
}
