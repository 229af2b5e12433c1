/** Whether the disk of the data directory has room: what a full one does to a database, a log and a queue looks like anything else. */
import { statfs } from 'node:fs/promises';

/** How often the disk is looked at, in milliseconds. */
const lookEvery = 2_000;

/** Below this PostgreSQL may fail at any moment: its next segment of the write-ahead log takes 16 MiB. */
const leastBytes = 32 * 1024 * 1024;

/** Says when the disk of a directory is as good as full, and when it has room again. @returns what ends the watch */
export function watchDisk(directory: string, onEvent: (message: string) => void): () => void {
  let full = false;
  const look = async () => {
    const { bavail, bsize } = await statfs(directory);
    const free = bavail * bsize;
    if (free < leastBytes === full) return;
    full = !full;
    onEvent(
      full
        ? `The disk of ${directory} is full (${Math.floor(free / 1024 / 1024)} MB left): nothing more can be stored. Make room, and all goes on.`
        : `The disk of ${directory} has room again.`,
    );
  };
  const timer = setInterval(() => void look().catch(() => {}), lookEvery).unref();
  return () => clearInterval(timer);
}
