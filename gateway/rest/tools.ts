import type { OrganizationProfile } from '../../subgraphs/kit/base/security/organization-profiles';
import type { Operate } from '../http/graphql/operate';

/** What the handlers of calls need. */
export interface RestTools {
  operate: Operate;
  /** The gateway's public URL. */
  publicUrl: string;
  /** Returns the profile of an organisation. */
  profileOf: (organizationId: string) => OrganizationProfile;
}
