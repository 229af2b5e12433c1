/** Whether an organisation that a command names has ever used this installation: a mistyped id must not look like one without data. */
import type { Statements } from '../../subgraphs/kit/base/security/key-rotation';
import { WrongCall } from '../cli/failure';

/** @param db the gateway's database @throws WrongCall naming the option */
export async function assertKnownOrganization(db: Statements, organization: string): Promise<void> {
  const known = await db.query('SELECT 1 FROM organization_key WHERE organization_id = $1 LIMIT 1', [organization]);
  if (known.length === 0) throw new WrongCall(`--organization: there is no organisation ${organization} here.`);
}
