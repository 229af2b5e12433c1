/** Where files are stored. */
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/** A store in a directory, made when it is missing. */
export const diskIn = (directory: string): Disk =>
  new Disk(new FSDriver({ location: directory, visibility: 'private' }));
