/** An auditor's look at what every service holds about one person: answered once it is recorded, with its purpose (R21). */
import {
  inputError,
  parseTerm,
  termFingerprint,
  termInput,
  currentKeys,
  type Term,
  type TermInput,
} from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { termDigestText } from '../../audit/audit-log';
import { recordedLook } from '../../audit/looks';
import { maskPage, showsValues, unmaskedText } from '../reach/masking';
import { ServiceCallError } from '../services/service-call';
import type { GdprContext } from '../context';

const maximumFirst = 1_000;
const maximumPurpose = 500;

interface ReportArguments {
  term: TermInput;
  purpose: string;
  first: number;
  unmasked?: boolean | null;
}

/** The term of a report whose arguments are as they must be. @throws BAD_USER_INPUT */
export function checkReportArguments({ term, purpose, first }: ReportArguments): Term {
  const parsed = parseTerm(term);
  if (purpose.trim() === '' || purpose.length > maximumPurpose)
    throw inputError('purpose', `purpose takes 1 to ${maximumPurpose} characters.`);
  checkedFirst(first, maximumFirst, maximumFirst);
  return parsed;
}

/** `personalDataReport`. @throws BAD_USER_INPUT; FORBIDDEN for values in clear that the caller may not see */
export async function reportPersonalData({ caller, tools, signal }: GdprContext, args: ReportArguments) {
  const parsed = checkReportArguments(args);
  const { purpose, first } = args;
  const unmasked = showsValues(caller, args.unmasked);
  const digest = currentKeys().digest(termFingerprint(parsed));
  const scope = { organizationId: currentKeys().organizationId, actor: caller.subject, signal };
  const askAll = () =>
    Promise.all(
      tools.services.all().map(async ({ name, client }) => {
        try {
          const page = await client.report(scope, termInput(parsed), first);
          return { service: name, available: true, data: unmasked ? page : maskPage(page) };
        } catch (error) {
          if (!(error instanceof ServiceCallError)) throw error;
          return { service: name, available: false, data: null };
        }
      }),
    );
  return recordedLook(
    tools.looks,
    {
      actor: caller.subject,
      action: 'PERSONAL_DATA_READ',
      detail: `${parsed.type}, ${termDigestText(digest)}${unmaskedText(unmasked)}, purpose: `,
      said: purpose,
    },
    askAll,
  );
}
