/**
 * Whose data the running code works on. Encrypted columns read their keys from here, so code outside an organisation
 * cannot read or write a personal value at all.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { OrganizationKeys } from './key-ring';

const storage = new AsyncLocalStorage<OrganizationKeys>();

/** Runs `work`, and everything it awaits, on behalf of one organisation. */
export const inOrganization = <T>(keys: OrganizationKeys, work: () => T): T => storage.run(keys, work);

/** The keys of the organisation that the running code works for. Throws outside {@link inOrganization}. */
export function currentKeys(): OrganizationKeys {
  const keys = storage.getStore();
  if (!keys) throw new Error('Personal data can be read and written on behalf of an organisation only.');
  return keys;
}
