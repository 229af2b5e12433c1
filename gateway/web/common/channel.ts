/** The BroadcastChannel by which the sign-in window answers the page. It works even if the windows are no longer connected. */
export const signInChannel = 'habeas-sign-in';

/** The redirect path to which the issuer sends the sign-in window. */
export const signedInPath = '/explorer/signed-in';
