/** Where the files of exports are in the store. */

/** The packages of a request, an attempt each. */
export const packagesOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/package`;

/** What is gathered for a request, a folder for each service and attempt. */
export const partsOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/parts`;
