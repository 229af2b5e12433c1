import { Disk } from 'flydrive';
import type { DriverContract } from 'flydrive/types';

/** A driver of files that can be told to write over none. */
export interface CreatingDriver extends DriverContract {
  /** Writes a small file unless there is one of that name. Answers whether it was written. */
  create(name: string, contents: string | Uint8Array): Promise<boolean>;
}

/** A store of files in which several processes can agree on who writes one. */
export class CreatingDisk extends Disk {
  constructor(private readonly creating: CreatingDriver) {
    super(creating);
  }

  /**
   * Writes a small file unless there is one of that name: of several processes at once, one does.
   * @returns whether it was written. After a reply that was lost it may be false although it was: what is there tells
   */
  create(name: string, contents: string | Uint8Array): Promise<boolean> {
    return this.creating.create(name, contents);
  }
}
