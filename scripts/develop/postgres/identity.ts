/** The user that runs PostgreSQL. PostgreSQL refuses to run as root, so root starts it as a user without rights. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A user of the machine. */
export interface Identity {
  uid: number;
  gid: number;
}

const preferred = ['postgres', 'nobody'];

/**
 * The user for a cluster; null when the process is not root and runs PostgreSQL as itself.
 * @param cluster the cluster's directory; when it exists already, its owner stays its user.
 */
export function clusterIdentity(cluster: string): Identity | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  for (const name of preferred) {
    const user = users.get(name);
    if (user && user.uid > 0) return user;
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. Start as an ordinary user.',
  );
}

/** Whether a user may enter a directory: every directory above it must let the user through. */
export function canReach(directory: string, identity: Identity | null): boolean {
  if (!identity) return true;
  for (let above = path.resolve(directory); ; above = path.dirname(above)) {
    if (existsSync(above)) {
      const { uid, gid, mode } = statSync(above);
      const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (above === path.dirname(above)) return true;
  }
}
