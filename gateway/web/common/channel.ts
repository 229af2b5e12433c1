/** How the window that the issuer sends back tells the page that signs in: within this origin, whatever else has become of the two. */
export const signInChannel = 'habeas-sign-in';

/** Where the issuer sends the window back to. */
export const signedInPath = '/explorer/signed-in';
