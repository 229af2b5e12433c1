/** What one operation knows of restrictions: asked once, in one statement for any number of subjects (R34). */
import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import { anyRestricted, restrictedAmong, subjectKey, type SubjectReference } from './marks';

export class Restrictions {
  /** False once it is known that nobody of the organisation is restricted: then nothing is asked of any field. */
  any = true;
  private readonly loader: DataLoader<string, boolean>;

  constructor(private readonly db: EntityManager) {
    this.loader = new DataLoader(async (keys) => {
      const restricted = await restrictedAmong(db, keys);
      return keys.map((key) => restricted.has(key));
    });
  }

  /** Finds out whether there is anything to look for. While that cannot be told, every field is looked at, and says so itself. */
  async open(): Promise<void> {
    this.any = await anyRestricted(this.db).catch(() => true);
  }

  /** Whether one of the subjects is restricted. */
  async on(subjects: readonly SubjectReference[]): Promise<boolean> {
    if (!this.any || subjects.length === 0) return false;
    return (await Promise.all(subjects.map((subject) => this.loader.load(subjectKey(subject))))).some(Boolean);
  }
}
