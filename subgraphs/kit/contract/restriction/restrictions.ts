/** The restrictions, as one operation needs them: one statement for any number of subjects (R34). */
import DataLoader from 'dataloader';
import type { EntityManager } from 'typeorm';
import { anybodyRestricted } from './known-restrictions';
import { restrictedAmong, subjectKey, type SubjectReference } from './marks';

export class Restrictions {
  /** False once it is known that no subject of the organisation is restricted: then no field is checked. */
  any = true;
  private readonly loader: DataLoader<string, boolean>;

  constructor(private readonly db: EntityManager) {
    this.loader = new DataLoader(async (keys) => {
      const restricted = await restrictedAmong(db, keys);
      return keys.map((key) => restricted.has(key));
    });
  }

  /** Finds out whether any subject is restricted. If that fails, every field is checked, and reports the failure itself. */
  async open(): Promise<void> {
    this.any = await anybodyRestricted(this.db).catch(() => true);
  }

  /** Whether at least one of the subjects is restricted. */
  async on(subjects: readonly SubjectReference[]): Promise<boolean> {
    if (!this.any || subjects.length === 0) return false;
    return (await Promise.all(subjects.map((subject) => this.loader.load(subjectKey(subject))))).some(Boolean);
  }
}
