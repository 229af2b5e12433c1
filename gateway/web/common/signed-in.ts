/** The window that the issuer sends back: hands its address to the page that signs in, forgets it, and closes. */
import { signInChannel } from './channel';

const channel = new BroadcastChannel(signInChannel);
channel.postMessage(location.href);
channel.close();
history.replaceState(null, '', location.pathname);
window.close();
