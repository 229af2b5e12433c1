/** `GET /api/v2/gdpr/requests/{requestId}` and `GET /api/v2/gdpr/requests`. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { codedError, inputError, type ErrorCode } from '../../../subgraphs/kit/base/errors';
import { checkedQuery } from '../input';
import { furthest, pageNumbers } from '../model/pages';
import { listQuery, type RequestsPage, type RestRequest } from '../model/requests';
import { restPath, restTypeOf, servedTypes } from '../names';
import type { RestTools } from '../tools';
import { briefSelection, readSelection, requestView, type SelectedRequest } from './view';

const readQuery = (selection: string) => `query RestRequest($id: ID!) { gdprRequest(id: $id) { ${selection} } }`;

const pageQuery = (
  selection: string,
) => `query RestRequests($types: [GdprRequestType!], $first: Int!, $offset: Int, $after: String) {
  gdprRequests(filter: { types: $types }, first: $first, offset: $offset, after: $after) {
    totalCount nodes { ${selection} } pageInfo { hasNextPage endCursor }
  }
}`;

interface RequestPage {
  totalCount: number;
  nodes: SelectedRequest[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The number of requests that one GraphQL operation reads, so that its cost stays within the limit. */
const atOnce = 50;

/** Reads everything or, when that exceeds the cost limit, the brief selection: a family may have 500 members (R8). */
async function affordable<Data>(ask: (selection: string) => Promise<Data>): Promise<Data> {
  try {
    return await ask(readSelection);
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions.code !== ('TOO_COSTLY' satisfies ErrorCode)) throw error;
    return ask(briefSelection);
  }
}

/** @throws NOT_FOUND also for a request of a type that this API does not serve */
export const readRequest =
  ({ operate, publicUrl }: RestTools) =>
  async (request: FastifyRequest<{ Params: { requestId: string } }>, reply: FastifyReply): Promise<RestRequest> => {
    const { requestId: id } = request.params;
    const { gdprRequest } = await affordable((selection) =>
      operate<{ gdprRequest: SelectedRequest }>({ query: readQuery(selection), variables: { id } }, request, reply),
    );
    if (restTypeOf(gdprRequest.type) === null)
      throw codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });
    return requestView(gdprRequest, publicUrl);
  };

export const listRequests =
  ({ operate, publicUrl }: RestTools) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<RequestsPage> => {
    const { pageSize = 25, pageNumber = 1 } = checkedQuery(listQuery, request);
    if (pageSize * pageNumber > furthest)
      throw inputError('pageNumber', `pageNumber takes no more than ${furthest} divided by pageSize.`);
    const nodes: SelectedRequest[] = [];
    let variables: Record<string, unknown> = { offset: (pageNumber - 1) * pageSize };
    for (;;) {
      const asked = { types: servedTypes, first: Math.min(atOnce, pageSize - nodes.length), ...variables };
      const { gdprRequests: part } = await affordable((selection) =>
        operate<{ gdprRequests: RequestPage }>({ query: pageQuery(selection), variables: asked }, request, reply),
      );
      nodes.push(...part.nodes);
      // By cursor, so that requests that are created meanwhile move no others.
      variables = { after: part.pageInfo.endCursor };
      if (part.pageInfo.hasNextPage && nodes.length < pageSize) continue;
      return {
        entities: nodes.map((each) => requestView(each, publicUrl)),
        ...pageNumbers(`${restPath}/gdpr/requests`, { pageSize, pageNumber }, part.totalCount),
      };
    }
  };
