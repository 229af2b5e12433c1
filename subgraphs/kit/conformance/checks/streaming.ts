/** The stream of a copy (R13), for services that have this part of the contract. */
import { parse } from 'graphql';
import { declaresPart } from '../../contract/declared/contract-checks';
import type { TermInput } from '../../base/terms';
import type { Check } from '../check';
import { contractDocuments, Violation, type FoundPage, type Reply, type TokenClaims } from '../exchange';
import type { Target } from '../target';

/** Records on a line. */
const first = 2;

async function stream(target: Target, path: string, term: TermInput, claims: TokenClaims | null): Promise<Reply> {
  const url = new URL(path, target.url).href;
  return target.post({ term, first }, claims && `Bearer ${await target.token(claims)}`, url);
}

/** @throws Violation when the answer is no stream of pages */
function pagesIn(target: Target, { status, text }: Reply): FoundPage[] {
  if (status !== 200) throw target.violation(`The stream is answered with the status ${status}.`);
  try {
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as FoundPage]));
  } catch {
    throw target.violation('The stream holds a line that is no JSON.');
  }
}

const idsOf = (pages: FoundPage[]): string[] => pages.flatMap(({ records }) => records.map(({ id }) => id));

export const streamingChecks: Check[] = [
  {
    id: 'stream-same',
    level: 'required',
    title: 'a stream lists what pages list, in their order, for tokens of the purpose gdpr only',
    rule: 'contract: streaming',
    async run({ target, sdl }) {
      if (!declaresPart(parse(sdl), 'streaming'))
        return { skip: 'The service does not have this part of the contract.' };
      const term = target.manyTerm(await target.person(5));
      const listed = (await target.findAll(term, first)).map(({ id }) => id);
      const { streamPersonalData } = await target.ask<{ streamPersonalData: { path: string } }>(
        '{ streamPersonalData { path } }',
      );
      const { path } = streamPersonalData;
      if (!path.startsWith('/') || path.startsWith('//'))
        throw target.violation('path is no path at the address of the service.');

      const pages = pagesIn(target, await stream(target, path, term, {}));
      if (pages.some(({ records }) => records.length > first))
        throw target.violation(`A line holds more than the ${first} records that were asked for.`);
      if (idsOf(pages).join() !== listed.join())
        throw target.violation('The stream does not list what pages list, in their order.');
      if (pages.findIndex(({ endCursor }) => endCursor === null) !== pages.length - 1)
        throw target.violation('The last line, and no other, has endCursor null.');

      // Whether pages are well guarded, other checks say: a stream must be guarded as they are.
      const apart = target.apart();
      const seen = pagesIn(apart, await stream(apart, path, term, {}));
      if (idsOf(seen).join() !== (await apart.findAll(term, first)).map(({ id }) => id).join())
        throw new Violation('The stream shows records of another organisation.', { term, first }, seen);
      for (const claims of [null, { purpose: 'query' }, { expiresIn: -60 }] satisfies (TokenClaims | null)[]) {
        const body = { query: contractDocuments.find, variables: { term, first } };
        const byPages = await target.post(body, claims && `Bearer ${await target.token(claims)}`);
        const { status, text } = await stream(target, path, term, claims);
        if (byPages.data === null && (status < 400 || listed.some((id) => text.includes(id))))
          throw target.violation('The stream is answered without a good token of the purpose gdpr.');
      }
      return undefined;
    },
  },
];
