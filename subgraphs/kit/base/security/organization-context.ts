/**
 * The organisation whose data the running code works on. Encrypted columns take their keys from here, so code outside an
 * organisation can neither read nor write a personal value.
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

/** Runs `work`, and everything that it awaits, for one organisation. */
export const inOrganization = <T>(keys: OrganizationKeys, work: () => T): T =>
  storage.run({ keys, profile: keys.profile }, work);

/** Runs `work` with the settings of an organisation but without its keys: for checking values without storing any. */
export const withProfile = <T>(profile: OrganizationProfile, work: () => T): T => storage.run({ profile }, work);

/** The keys of the organisation that the running code works for. @throws outside {@link inOrganization} */
export function currentKeys(): OrganizationKeys {
  const keys = storage.getStore()?.keys;
  if (!keys) throw new Error('Personal data can be read and written on behalf of an organisation only.');
  return keys;
}

/** The region in which this organisation's national phone numbers are read (R3); with null only international ones are numbers. */
export const currentPhoneRegion = (): PhoneRegion | null => storage.getStore()?.profile.phoneRegion ?? null;
