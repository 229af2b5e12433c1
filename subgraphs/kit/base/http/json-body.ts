/**
 * Bodies are JSON in UTF-8 (RFC 8259). Other bytes are refused: a decoder would put U+FFFD in their place, and a name would become
 * another person's (R3).
 */
import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { codedError } from '../errors';

/** Whether a media type names no encoding of its text, or UTF-8, which some clients spell without the hyphen. */
const isOfUtf8 = (mediaType: string): boolean =>
  /^utf-?8$/i.test(new MIMEType(mediaType).params.get('charset') ?? 'utf-8');

/**
 * Replaces the framework's own parser, and passes bodies to it that it reads as they were sent.
 * @param assertParsable throws an error for a body that is not to be parsed
 */
export function readJsonBodies(app: FastifyInstance, assertParsable: (json: Buffer) => void = () => {}): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isOfUtf8(request.headers['content-type'] ?? ''))
      throw codedError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.');
    if (!isUtf8(body)) throw codedError('BAD_REQUEST', 'The body is not UTF-8.');
    assertParsable(body);
    return parse(request, body.toString(), done);
  });
}
