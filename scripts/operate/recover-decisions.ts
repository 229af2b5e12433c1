/** Takes back what people decided since the backup that was restored: legal holds, and the ends of requests (R26, R31). */
import type { DataSource } from 'typeorm';
import type { Loss } from '../../gateway/audit/anchors/loss';
import type { GatewayConfig } from '../../gateway/config';
import { ExportStore } from '../../gateway/exports/store/export-store';
import { recoverHolds } from '../../gateway/gdpr/holds/recover-holds';
import { recoverEnds } from '../../gateway/gdpr/requests/change/recover-ends';
import { openDisk } from '../../subgraphs/kit/base/blobs/disk';
import { assertMasterKeys } from '../../subgraphs/kit/base/security/key-rotation';
import { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import { discoveredServices } from './discovered-services';

/** @throws when an organisation's master key is not configured; without it the gateway would not start either */
export async function recoverDecisions(
  config: GatewayConfig,
  dataSource: DataSource,
  lost: Pick<Loss, 'holds' | 'ends'>,
): Promise<void> {
  const holds = lost.holds.filter(({ fate }) => fate !== 'UNKNOWABLE');
  const { ends } = lost;
  if (holds.length + ends.length === 0) return;
  await assertMasterKeys(dataSource, config.masterKeys);
  const keys = new KeyRing(dataSource, config.masterKeys, config.profiles);
  const exports = new ExportStore(await openDisk(config.blobs, 'exports'));
  const services = new Map((await discoveredServices(config, dataSource)).map((service) => [service.name, service]));
  for (const organization of new Set([...ends, ...holds].map((each) => each.organization))) {
    const own = <T extends { organization: string }>(all: T[]) =>
      all.filter((each) => each.organization === organization);
    const ownKeys = await keys.evenDestroyed(organization);
    // Nothing of it begins any more: the gateway ends its requests, and what a hold kept is unreadable.
    if (ownKeys.destroyed) continue;
    await inOrganization(ownKeys, async () => {
      await recoverEnds({ config, dataSource, exports, services }, own(ends));
      await recoverHolds(dataSource, own(holds));
    });
  }
}
