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
import { appendAudit, termDigestText } from '../../audit/audit-log';
import { ServiceCallError } from '../services/client';
import type { GdprContext } from '../context';

const maximumFirst = 1_000;
const maximumPurpose = 500;

interface ReportArguments {
  term: TermInput;
  purpose: string;
  first: number;
}

/** The term of a report whose arguments are as they must be. @throws BAD_USER_INPUT */
export function checkReportArguments({ term, purpose, first }: ReportArguments): Term {
  const parsed = parseTerm(term);
  if (purpose.trim() === '' || purpose.length > maximumPurpose)
    throw inputError('purpose', `purpose takes 1 to ${maximumPurpose} characters.`);
  if (first < 1 || first > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  return parsed;
}

/** `personalDataReport`. @throws BAD_USER_INPUT */
export async function reportPersonalData({ caller, tools, signal }: GdprContext, args: ReportArguments) {
  const parsed = checkReportArguments(args);
  const { purpose, first } = args;
  const digest = currentKeys().digest(termFingerprint(parsed));
  await tools.dataSource.transaction((db) =>
    appendAudit(db, [
      {
        actor: caller.subject,
        action: 'PERSONAL_DATA_READ',
        detail: `${parsed.type}, ${termDigestText(digest)}, purpose: ${purpose}`,
      },
    ]),
  );
  const scope = { organizationId: currentKeys().organizationId, actor: caller.subject, signal };
  return Promise.all(
    tools.services.all().map(async ({ name, client }) => {
      try {
        return { service: name, available: true, data: await client.find(scope, termInput(parsed), first) };
      } catch (error) {
        if (!(error instanceof ServiceCallError)) throw error;
        return { service: name, available: false, data: null };
      }
    }),
  );
}
