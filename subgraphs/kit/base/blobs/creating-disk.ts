import { Disk } from 'flydrive';
import type { DriverContract } from 'flydrive/types';

/** A driver that can write a file only if it does not exist yet. */
export interface CreatingDriver extends DriverContract {
  /** Writes a small file unless one of that name exists. @returns whether it was written */
  create(name: string, contents: string | Uint8Array): Promise<boolean>;
}

/** A store of files in which several processes can agree on which of them writes a file. */
export class CreatingDisk extends Disk {
  constructor(private readonly creating: CreatingDriver) {
    super(creating);
  }

  /**
   * Writes a small file unless one of that name exists. Of several processes at once, one succeeds.
   * @returns whether it was written. After a lost reply it may be false although it was: the file's content tells
   */
  create(name: string, contents: string | Uint8Array): Promise<boolean> {
    return this.creating.create(name, contents);
  }
}
