/** Adds a new service to `deploy/kubernetes`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';

/** The service whose manifests are copied: manifests of services differ only in names. */
const pattern = 'directory';

/**
 * The manifests with the service: its own, and its entries in the base and in the example of an overlay.
 * @param root the checkout
 * @throws when the manifests have no place for it
 */
export function inKubernetes(root: string, name: string): Record<string, string> {
  const folder = path.join('deploy', 'kubernetes');
  const read = (...at: string[]) => readFileSync(path.join(root, folder, ...at), 'utf8');
  const base = read('base', 'kustomization.yaml');
  const overlay = read('overlays', 'example', 'kustomization.yaml');
  const address = new RegExp(`^( *- )${pattern}(=.*)${databaseName('habeas_', pattern)}(.*)$`, 'm');
  const known = base.replace(/^( *- )gateway\.yaml$/m, `$1${name}.yaml\n$&`);
  const addressed = overlay.replace(address, `$&\n$1${name}$2${databaseName('habeas_', name)}$3`);
  if (known === base || addressed === overlay)
    throw new Error(`${folder} has no gateway or no address of ${pattern}: where the service goes is unclear.`);
  return {
    [path.join(folder, 'base', `${name}.yaml`)]: read('base', `${pattern}.yaml`).replaceAll(pattern, name),
    [path.join(folder, 'base', 'kustomization.yaml')]: known,
    [path.join(folder, 'overlays', 'example', 'kustomization.yaml')]: addressed,
  };
}
