/**
 * A test's own network between this host and another, which can be partitioned: packets are dropped, and neither end is told.
 * If networks can be made (root, iproute2), it consists of namespaces, with a router between them that drops packets. Otherwise the
 * other host is this one, and a forwarder between them holds back what is sent over its connections.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { randomBytes, randomInt } from 'node:crypto';

/** Whether this machine allows making networks. */
const mayMakeNetworks: boolean = (() => {
  const name = `hb-${randomBytes(4).toString('hex')}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return false;
  spawnSync('ip', ['netns', 'del', name]);
  return true;
})();

export interface PartitionedNetwork {
  /** The address of the other host. */
  otherHost: string;
  /** Returns the command line that runs a command on the other host. */
  onOtherHost(...command: string[]): string[];
  /** Makes a port of this machine's loopback reachable from the other host. @returns its address there: `host:port` */
  expose(port: number): Promise<string>;
  /** From now on nothing passes, and neither end is told. */
  tear(): void;
  mend(): void;
  stop(): Promise<void>;
}

const ip = (...parameters: string[]) => void execFileSync('ip', parameters, { stdio: 'pipe' });

export const makeNetwork = (): PartitionedNetwork => (mayMakeNetworks ? networkOfNamespaces() : networkOfForwarders());

/** This host 10.x.y.1 – .2 router .5 – .6 other host. */
function networkOfNamespaces(): PartitionedNetwork {
  const net = `10.${randomInt(64, 128)}.${randomInt(0, 256)}`;
  const name = randomBytes(3).toString('hex');
  const [router, other] = [`hb-router-${name}`, `hb-other-${name}`];
  const [near, nearRouter, farRouter, far] = ['a', 'b', 'c', 'd'].map((end) => `hb${end}${name}`) as [
    string,
    string,
    string,
    string,
  ];
  const link = (namespace: string | null, device: string, address: string) => {
    const at = namespace ? ['-n', namespace] : [];
    ip(...at, 'addr', 'add', `${net}.${address}/30`, 'dev', device);
    ip(...at, 'link', 'set', device, 'up');
  };
  for (const namespace of [router, other]) {
    ip('netns', 'add', namespace);
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
  }
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', nearRouter, 'netns', router);
  ip('-n', router, 'link', 'add', farRouter, 'type', 'veth', 'peer', 'name', far, 'netns', other);
  link(null, near, '1');
  link(router, nearRouter, '2');
  link(router, farRouter, '5');
  link(other, far, '6');
  ip('route', 'add', `${net}.4/30`, 'via', `${net}.2`);
  ip('-n', other, 'route', 'add', 'default', 'via', `${net}.5`);
  ip('netns', 'exec', router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
  const blackholes = (action: 'add' | 'del') => {
    for (const end of ['1', '6']) ip('-n', router, 'route', action, 'blackhole', `${net}.${end}/32`);
  };
  const forwarders: { close(): Promise<void> }[] = [];
  return {
    otherHost: `${net}.6`,
    onOtherHost: (...command) => ['ip', 'netns', 'exec', other, ...command],
    async expose(port) {
      const forwarder = await forward(`${net}.1`, port);
      forwarders.push(forwarder);
      return `${net}.1:${forwarder.port}`;
    },
    tear: () => blackholes('add'),
    mend: () => blackholes('del'),
    async stop() {
      for (const each of forwarders) await each.close();
      ip('netns', 'del', other);
      ip('netns', 'del', router);
      spawnSync('ip', ['link', 'del', near]);
    },
  };
}

function networkOfForwarders(): PartitionedNetwork {
  const forwarders: Forwarder[] = [];
  const each = (work: (forwarder: Forwarder) => void) => () => forwarders.forEach(work);
  return {
    otherHost: '127.0.0.1',
    onOtherHost: (...command) => command,
    async expose(port) {
      const forwarder = await forward('127.0.0.1', port);
      forwarders.push(forwarder);
      return `127.0.0.1:${forwarder.port}`;
    },
    tear: each((forwarder) => forwarder.hold()),
    mend: each((forwarder) => forwarder.goOn()),
    stop: async () => void (await Promise.all(forwarders.map((forwarder) => forwarder.close()))),
  };
}

interface Forwarder {
  port: number;
  /** Holds back everything that arrives, also on later connections. */
  hold(): void;
  goOn(): void;
  close(): Promise<void>;
}

/** Forwards connections to an address of this host to a port of its loopback. */
async function forward(host: string, port: number): Promise<Forwarder> {
  const open = new Set<Socket>();
  let holding = false;
  const server = createServer((caller) => {
    const target = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [caller, target],
      [target, caller],
    ] as const) {
      open.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.on('data', (bytes: Buffer) => to.write(bytes));
      if (holding) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hold() {
      holding = true;
      for (const socket of open) socket.pause();
    },
    goOn() {
      holding = false;
      for (const socket of open) socket.resume();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
