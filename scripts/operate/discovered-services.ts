/** The PII services of the configured supergraph, for tools that do the gateway's work. */
import type { DataSource } from 'typeorm';
import type { GatewayConfig } from '../../gateway/config';
import { discoverPiiServices, type PiiServiceInfo } from '../../gateway/federation/supergraph/discovery';
import { sourceOf } from '../../gateway/federation/supergraph/sources/source';
import { registrySource } from '../../gateway/registry/registry-source';

/** @throws when the supergraph cannot be read */
export async function discoveredServices(
  { supergraph: place }: Pick<GatewayConfig, 'supergraph'>,
  dataSource: DataSource,
): Promise<PiiServiceInfo[]> {
  const source = 'services' in place ? registrySource(dataSource.manager, place) : sourceOf(place);
  return discoverPiiServices(await source.read());
}
