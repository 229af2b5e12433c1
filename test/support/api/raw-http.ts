/** Bytes over a connection, where a client of HTTP would refuse to send them. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  head: string;
  text: string;
}

/** Sends bytes, and reads until the server closes the connection. Letters are sent in UTF-8. */
export async function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  const [head = '', text = ''] = String(await buffer(socket)).split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, text };
}
