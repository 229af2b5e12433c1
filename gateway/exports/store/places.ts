/** The paths of exports in the store. */

/** The folder with the packages of a request or a case, one file for each attempt. */
export const packagesOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/package`;

/** The folder with what is gathered for a request, with a subfolder for each service and attempt. */
export const partsOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/parts`;
