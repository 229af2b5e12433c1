import type { OrganizationProfile } from '../../subgraphs/kit/base/security/organization-profiles';
import type { Operate } from '../http/graphql/operate';

/** What calls are answered with. */
export interface RestTools {
  operate: Operate;
  /** Where callers reach the gateway. */
  publicUrl: string;
  /** The settings of an organisation. */
  profileOf: (organizationId: string) => OrganizationProfile;
}
