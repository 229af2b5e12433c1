import { stat } from 'node:fs/promises';

/** When a file was last modified, in milliseconds; 0 when it is not there. */
export const modified = (file) =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
