/** `GET /api/v2/downloads/{downloadId}`: redirects to the package of an export, in a way that a browser can follow (R13). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { codedError } from '../../subgraphs/kit/base/errors';
import { checkedQuery } from './input';
import { downloadQuery, type downloadUrl } from './model/downloads';
import type { RestTools } from './tools';

const query = `query RestDownload($id: ID!) { gdprRequest(id: $id) { package { downloadUrl } } }`;

interface Answer {
  gdprRequest: { package: { downloadUrl: string | null } | null };
}

/** @throws NOT_FOUND for a package that has expired, was removed by an erasure, belongs to another organisation or never existed */
export const redirectToPackage =
  ({ operate }: RestTools) =>
  async (
    request: FastifyRequest<{ Params: { downloadId: string } }>,
    reply: FastifyReply,
  ): Promise<z.infer<typeof downloadUrl> | FastifyReply> => {
    const { issueRedirect = true } = checkedQuery(downloadQuery, request);
    const variables = { id: request.params.downloadId };
    const { gdprRequest } = await operate<Answer>({ query, variables }, request, reply);
    const url = gdprRequest.package?.downloadUrl;
    if (url == null) throw codedError('NOT_FOUND', 'There is no such package.', { argument: 'id' });
    void reply.header('referrer-policy', 'no-referrer');
    return issueRedirect ? reply.redirect(url, 302) : { url };
  };
