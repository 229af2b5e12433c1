/** Ways to write the loopback address in a URL. @param port a port that listens */
export const loopbackSpellings = (port: number | string): string[] =>
  [
    '127.0.0.1',
    '127.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '①②⑦.⓪.⓪.①',
    '127.127.127.127',
    'localhost',
    'LOCALHOST.',
    'inner.localhost',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
  ].map((host) => `https://${host}:${port}/hook`);
