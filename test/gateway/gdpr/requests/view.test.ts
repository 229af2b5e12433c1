/** Everything that a request suggests can be used as a term (R6, R7). */
import * as fc from 'fast-check';
import { suggestedTerms } from '../../../../gateway/gdpr/requests/read/view';
import { entryOf, identifierTypes, parseTerm, type IdentifierType } from '../../../../subgraphs/kit';

/** What the API makes of a source: blank ones name no system, and only external ids have one. */
const sourceOf = (type: IdentifierType, source: string | null) =>
  (type === 'EXTERNAL_ID' && source?.trim()) || undefined;

const takes = (type: IdentifierType, value: string, contactListId: string | null) => {
  try {
    parseTerm(entryOf(type).write({ value, ...(contactListId === null ? {} : { contactListId }) }));
    return true;
  } catch {
    return false;
  }
};

test('a value that the API would refuse is not suggested', () => {
  const found = [
    { type: 'PHONE' as const, value: 'ask the porter' },
    { type: 'EMAIL' as const, value: 'ada@records.example' },
    { type: 'EMAIL' as const, value: 'no address' },
    { type: 'NAME' as const, value: '...' },
    { type: 'EXTERNAL_CONTACT_ID' as const, value: ' ' },
  ];
  expect(suggestedTerms([{ service: 'contacts', found }])).toEqual([
    { term: { type: 'EMAIL', value: 'ada@records.example' }, contactListId: null, foundIn: ['contacts'] },
  ]);
});

test('of all values from services, exactly those that the API accepts are suggested, once', () => {
  const identifier = fc.record({
    type: fc.constantFrom(...identifierTypes),
    value: fc.oneof(fc.string(), fc.emailAddress(), fc.constant('+34911222333')),
    contactListId: fc.option(fc.string({ maxLength: 5 })),
    source: fc.option(fc.constantFrom('CRM', ' CRM', 'billing', ' ')),
  });
  fc.assert(
    fc.property(fc.array(identifier), (found) => {
      const suggested = suggestedTerms([{ service: 'contacts', found }]);
      for (const { term, contactListId } of suggested)
        expect(takes(term.type, term.value, contactListId || null)).toBe(true);
      const wanted = found.filter(({ type, value, contactListId }) => takes(type, value, contactListId || null));
      const keyOf = (type: IdentifierType, value: string, contactListId: string | null, source?: string | null) =>
        JSON.stringify([type, value, contactListId ?? '', source ?? '']);
      expect(
        suggested.map(({ term, contactListId }) => keyOf(term.type, term.value, contactListId ?? null, term.source)),
      ).toEqual([
        ...new Set(
          wanted.map(({ type, value, contactListId, source }) =>
            keyOf(type, value, contactListId, sourceOf(type, source)),
          ),
        ),
      ]);
    }),
  );
});
