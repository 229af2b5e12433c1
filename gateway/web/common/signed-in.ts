/** The script of the sign-in window after the issuer's redirect: it passes its address to the page that signs in, and closes. */
import { signInChannel } from './channel';

const channel = new BroadcastChannel(signInChannel);
channel.postMessage(location.href);
channel.close();
history.replaceState(null, '', location.pathname);
window.close();
