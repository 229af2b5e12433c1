/** `POST /api/v2/gdpr/requests`: creates a request (R4). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codedError, inputError } from '../../../subgraphs/kit/base/errors';
import type { TermInput } from '../../../subgraphs/kit/base/terms/term';
import { checked, checkedQuery, withoutEmpty } from '../input';
import { createQuery, requestBody, type RequestBody, type RestRequest, type TermBody } from '../model/requests';
import { typeOf } from '../names';
import type { RestTools } from '../tools';
import { createdSelection, requestView, type SelectedRequest } from './view';

const query = `mutation RestCreate($input: CreateGdprRequestInput!) {
  createGdprRequest(input: $input) { created request { ${createdSelection} } }
}`;

interface Answer {
  createGdprRequest: { created: boolean; request: SelectedRequest };
}

/** The fields of a subject that are a term by themselves. */
type TermField = Exclude<keyof TermBody, 'externalSource'>;

/** Converts each field of a subject into a term. Ids come first: of an id and a value, the error names the value as superfluous. */
const terms = {
  userId: (userId) => ({ userId }),
  externalContactId: (externalContactId) => ({ externalContactId }),
  dialerContactId: (dialerContactId) => ({ dialerContactId }),
  name: (name) => ({ name }),
  addresses: ([address]) => ({ address }),
  phoneNumbers: ([phone]) => ({ phone }),
  emailAddresses: ([email]) => ({ email }),
  socialHandle: ({ type: platform, value: handle }) => ({ socialHandle: { platform, handle } }),
  externalId: (value, { externalSource }) => ({
    externalId: { value, ...(externalSource ? { source: externalSource.name } : {}) },
  }),
} satisfies { [Field in TermField]: (value: NonNullable<TermBody[Field]>, subject: TermBody) => TermInput };

const fields = Object.keys(terms) as TermField[];

/** Checks that a subject has exactly one term; with several, it would be a guess which one counts. @throws BAD_USER_INPUT */
function assertOneTerm(given: unknown): void {
  const subject = typeof given === 'object' && given !== null ? given : {};
  if ('journeyCustomer' in subject)
    throw inputError(
      'subject.journeyCustomer',
      'subject.journeyCustomer is not served: no service holds web visitors.',
    );
  const [first, another] = fields.filter((field) => field in subject);
  if (first === undefined) throw inputError('subject', `subject takes one of ${fields.join(', ')}.`);
  if (another !== undefined)
    throw inputError(`subject.${another}`, `subject.${another} is one too many: a request takes one value or id.`);
  if ('externalSource' in subject && first !== 'externalId')
    throw inputError('subject.externalSource', 'subject.externalSource belongs to externalId.');
}

/** Parses a body without its empty parts. @throws BAD_USER_INPUT with the name of a bad field; BAD_REQUEST for another body */
function checkedBody(body: unknown): RequestBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw codedError('BAD_REQUEST');
  const given = withoutEmpty(body) as Record<string, unknown>;
  checked(requestBody.pick({ requestType: true }), given);
  assertOneTerm(given.subject);
  const parsed = checked(requestBody, given);
  const { requestType, replacementTerms = [] } = parsed;
  if (requestType === 'GDPR_UPDATE' && replacementTerms.length === 0)
    throw inputError('replacementTerms', 'replacementTerms is needed: what is to be replaced by what.');
  if (requestType !== 'GDPR_UPDATE' && replacementTerms.length > 0)
    throw inputError('replacementTerms', 'replacementTerms belongs to GDPR_UPDATE.');
  return parsed;
}

function termInput(subject: TermBody): TermInput {
  const field = fields.find((each) => subject[each] !== undefined) as TermField;
  return (terms[field] as (value: unknown, subject: TermBody) => TermInput)(subject[field], subject);
}

/** Makes the input of the GraphQL operation. */
function inputOf(request: FastifyRequest, { requestType, subject, replacementTerms = [] }: RequestBody) {
  const { deleteConfirmed, activeEmployeeAcknowledged, ...stated } = checkedQuery(createQuery, request);
  const type = typeOf(requestType);
  const key = request.headers['idempotency-key'];
  return {
    type,
    term: termInput(subject),
    ...(type === 'UPDATE'
      ? {
          replacements: replacementTerms.map(({ type: kind, existingValue: existing, updatedValue: updated }) => ({
            type: kind,
            existing,
            updated,
          })),
        }
      : {}),
    // The other types ignore these.
    ...(type === 'DELETE' ? { deleteConfirmed, activeEmployeeAcknowledged } : {}),
    ...stated,
    ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
  };
}

export const createRequest =
  ({ operate, publicUrl }: RestTools) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<RestRequest> => {
    const body = checkedBody(request.body);
    const variables = { input: inputOf(request, body) };
    const { createGdprRequest } = await operate<Answer>({ query, variables }, request, reply);
    const { created } = createGdprRequest;
    return {
      ...requestView(createGdprRequest.request, publicUrl),
      // Replacements are not stored with the request, so only this response can repeat them.
      ...(body.requestType === 'GDPR_UPDATE' ? { replacementTerms: body.replacementTerms } : {}),
      created,
    };
  };
