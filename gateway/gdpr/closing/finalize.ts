/** The end of a request: an erasure is searched for again, an export's package is written, and the request closed (R11). */
import type { SignDetached } from '../../exports/build-package';
import { expireErased } from '../../exports/store/expire-erased';
import type { ExportStore, PackageFile } from '../../exports/store/export-store';
import type { GdprRequest } from '../entities';
import type { GdprConfig } from '../config';
import { closingsOf, type Closings } from './close';
import { keepPackage } from './keep-package';
import { verified } from './verification/verified';
import { finalizeClaimsOf, isHeld, type FinalizeClaim, type FinalizeClaims } from './finalize-claim';
import type { FinalizeJob } from '../store/jobs';
import { databaseTime } from '../store/database-time';
import { LeaseLostError } from '../store/leases/leases';
import { lockRequest, writeRequests } from '../store/requests-and-tasks';
import { writePackage } from './write-package';
import { settleErased } from './settle-erased';
import { searchAgain, verifyAgain, type VerifyTools } from './verification/verify-again';

export interface FinalizeTools extends VerifyTools {
  claims: FinalizeClaims;
  closings: Closings;
  signDetached: SignDetached;
  config: VerifyTools['config'] & Pick<GdprConfig, 'packageTexts'>;
}

/** What a finaliser is made with. It makes its own claims and closings. */
export type FinalizerTools = Omit<FinalizeTools, 'claims' | 'closings'>;

/** Finalises requests: one for each process. */
export function finalizerOf(tools: FinalizerTools): (job: FinalizeJob) => Promise<void> {
  const own = { ...tools, claims: finalizeClaimsOf(tools.dataSource), closings: closingsOf(tools) };
  return (job) => finalizeRequest(own, job);
}

/** What is left to do for a request: to close it, to verify a finished erasure once more, or to write a family's package again. */
const endingOf = ({ type, status }: GdprRequest) =>
  status === 'FINALIZING' ? close : type === 'EXPORT' ? rewritePackage : verifyAgain;

/** Finalises a request that is due for it; does nothing for any other. */
async function finalizeRequest(tools: FinalizeTools, { requestId }: FinalizeJob): Promise<void> {
  const claim = await tools.claims.claim({ id: requestId });
  if (!claim) return;
  try {
    await endingOf(claim.request)(tools, claim);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    tools.logger.info({ requestId }, 'another worker has the request');
  } finally {
    claim.lease.release();
  }
}

async function close(tools: FinalizeTools, claim: FinalizeClaim): Promise<void> {
  const { request } = claim;
  const results = request.type === 'DELETE' ? await searchAgain(tools, request, claim.tasks) : [];
  const erased = request.type === 'DELETE' ? await settleErased(tools, request, verified(claim.tasks, results)) : null;
  const built = request.type === 'EXPORT' ? await writePackage(tools.dataSource.manager, tools, claim) : null;
  claim.lease.assertHeld();
  const recorded = await tools.closings.add({ claim, results, erased, built });
  if (built) await clearAway(tools.exports, built, recorded);
}

/** Removes the package files that nothing names: those before a recorded one, or the one that was not recorded. */
const clearAway = (exports: ExportStore, built: PackageFile, recorded: boolean): Promise<void> =>
  recorded ? exports.removeOtherAttempts(built) : exports.removePackage(built);

/** A family's package once more: of a related request that ended after its parent (R9, R13). */
async function rewritePackage(tools: FinalizeTools, claim: FinalizeClaim): Promise<void> {
  const { dataSource, config, exports } = tools;
  const { request } = claim;
  const built = await writePackage(dataSource.manager, tools, claim);
  claim.lease.assertHeld();
  const recorded = await dataSource.transaction(async (db) => {
    const locked = await lockRequest(db, request.id);
    if (!isHeld(locked, claim)) return false;
    if (built) {
      await keepPackage(db, exports, config, built.members, built, await databaseTime(db));
      await expireErased(db, built.members);
    }
    await writeRequests(db, [Object.assign(locked, { leaseExpiresAt: null })], ['leaseExpiresAt']);
    return true;
  });
  // The package before this one can be downloaded until then.
  if (built) await clearAway(exports, built, recorded);
}
