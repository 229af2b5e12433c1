/**
 * The settings of organisations, from a file of the deployment: the region in which their phone numbers are read (R3), and who is
 * responsible for their data (Art. 15).
 */
import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { PhoneRegion } from '../terms/phone';
import { organizationIdPattern } from './token-claims';

const line = z.string().trim().min(1).max(1_000);

const profileSchema = z.strictObject({
  phoneRegion: z
    .string()
    .refine(isSupportedCountry, 'is no ISO 3166 region with phone numbers, such as ES')
    .nullable()
    .optional(),
  controllerName: line.optional(),
  controllerContact: line.optional(),
  dataProtectionOfficerContact: line.optional(),
  supervisoryAuthority: line.optional(),
});

/** The file: settings of every organisation, and those that one organisation has instead. */
export const organizationProfilesSchema = z.strictObject({
  default: profileSchema.optional(),
  organizations: z.record(z.string().regex(organizationIdPattern), profileSchema).default({}),
});

/** The settings of one organisation; null for what the file does not state. */
export interface OrganizationProfile {
  /** The ISO 3166 region in which national phone numbers are read; with null only international ones are numbers (R3). */
  phoneRegion: PhoneRegion | null;
  /** Whether the operator has stated the region, or stated null. */
  phoneRegionStated: boolean;
  /** The controller, and how to reach the controller and its data protection officer. */
  controllerName: string | null;
  controllerContact: string | null;
  dataProtectionOfficerContact: string | null;
  /** The authority that a person can complain to. */
  supervisoryAuthority: string | null;
}

/** The settings of an organisation for which the file states nothing. */
export const emptyProfile: OrganizationProfile = {
  phoneRegion: null,
  phoneRegionStated: false,
  controllerName: null,
  controllerContact: null,
  dataProtectionOfficerContact: null,
  supervisoryAuthority: null,
};

/** The settings of all organisations. */
export class OrganizationProfiles {
  constructor(private readonly file: z.output<typeof organizationProfilesSchema>) {}

  /** An organisation's settings: its own, or the default ones where it has none. */
  of(organizationId: string): OrganizationProfile {
    const given = { ...this.file.default, ...this.file.organizations[organizationId] };
    return {
      ...emptyProfile,
      ...given,
      phoneRegion: given.phoneRegion ?? null,
      phoneRegionStated: given.phoneRegion !== undefined,
    };
  }
}

export const noProfiles = new OrganizationProfiles({ organizations: {} });
