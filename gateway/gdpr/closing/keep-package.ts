import type { EntityManager } from 'typeorm';
import type { ExportStore } from '../../exports/store/export-store';
import type { GdprConfig } from '../config';
import type { WrittenPackage } from './write-package';

/**
 * Records a package. The gathered parts are removed when the package is whole; otherwise they are kept as long as a package, for a retry.
 * @param gathered the requests that gathered
 */
export async function keepPackage(
  db: EntityManager,
  exports: ExportStore,
  { packageExpiresAfter }: Pick<GdprConfig, 'packageExpiresAfter'>,
  gathered: string[],
  built: WrittenPackage | null,
  at: Date,
): Promise<void> {
  const expiresAt = new Date(at.getTime() + packageExpiresAfter);
  if (built) await exports.record(db, { ...built, expiresAt });
  await exports.expireParts(db, gathered, built?.whole ? at : expiresAt);
}
