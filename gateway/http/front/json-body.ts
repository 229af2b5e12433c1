/** Parses the body of an operation, after a check that parsing does not take long (R27). */
import type { FastifyInstance } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { longestList } from '../../security/variables';

/** How many values a body may have: more than any operation takes, and read in a few milliseconds. */
const mostValues = 20_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** Whether JSON has more values than that. A string counts as one, whatever it contains. */
export function hasMoreValues(json: Uint8Array, maximum: number): boolean {
  let commas = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (byte === quote) inText = !inText;
    else if (inText) index += byte === backslash ? 1 : 0;
    else if (byte === comma && ++commas >= maximum) return true;
  }
  return false;
}

/** Replaces the framework's own parser, and passes bodies to it that are short enough. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (hasMoreValues(body, mostValues))
      return done(
        codedError(
          'BAD_USER_INPUT',
          `The body has more than ${mostValues} values, and a list takes at most ${longestList}.`,
          { argument: 'variables' },
        ),
      );
    return parse(request, body.toString(), done);
  });
}
