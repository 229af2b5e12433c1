/**
 * Whose data the running code works on. Encrypted columns read their keys from here, so code outside an organisation
 * cannot read or write a personal value at all.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PhoneRegion } from '../terms/phone';
import type { OrganizationKeys } from './key-ring';
import type { OrganizationProfile } from './organization-profiles';

interface OrganizationContext {
  keys?: OrganizationKeys;
  profile: OrganizationProfile;
}

const storage = new AsyncLocalStorage<OrganizationContext>();

/** Runs `work`, and everything it awaits, on behalf of one organisation. */
export const inOrganization = <T>(keys: OrganizationKeys, work: () => T): T =>
  storage.run({ keys, profile: keys.profile }, work);

/** Runs `work` by the settings of an organisation, without its keys: for what checks values and stores none. */
export const withProfile = <T>(profile: OrganizationProfile, work: () => T): T => storage.run({ profile }, work);

/** The keys of the organisation that the running code works for. Throws outside {@link inOrganization}. */
export function currentKeys(): OrganizationKeys {
  const keys = storage.getStore()?.keys;
  if (!keys) throw new Error('Personal data can be read and written on behalf of an organisation only.');
  return keys;
}

/** The region in which that organisation's national phone numbers are read (R3); null: only international ones are numbers. */
export const currentPhoneRegion = (): PhoneRegion | null => storage.getStore()?.profile.phoneRegion ?? null;
