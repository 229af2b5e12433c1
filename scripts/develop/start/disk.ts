/** Watches the free space of the data directory's disk: a full disk makes a database, a log or a queue fail in misleading ways. */
import { statfs } from 'node:fs/promises';

/** Milliseconds between two looks at the disk. */
const lookEvery = 2_000;

/** With less free space PostgreSQL may fail at any moment: its next segment of the write-ahead log takes 16 MiB. */
const leastBytes = 32 * 1024 * 1024;

/** Reports when the disk of a directory is almost full, and when it has space again. @returns a function that stops watching */
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
