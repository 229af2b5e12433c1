/** The anchors of a running gateway: written at intervals, followed, and compared with what the log answers. */
import type { DataSource } from 'typeorm';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { anchor, knownCheckpoint, type AnchorTools } from './anchor';
import { statedHeads, type AnchoredHead } from './checkpoint';
import { describeLoss, lossOf, statedSince, type Loss } from './loss';

/** The database is behind its checkpoints; the message says by how much, and what to do. */
export class DatabaseBehindError extends Error {
  constructor(lost: Loss) {
    super(describeLoss(lost));
  }
}

/** So many of the newest checkpoints are read at the start; what is older, `habeas verify-audit` reads. */
const readAtStart = 500;
/** So many are read in one turn later. */
const readAtOnce = 1_000;

export class AuditAnchors {
  private readonly heads = new Map<string, AnchoredHead>();
  /** The newest checkpoint that was read; null before the first was. */
  private read: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** Whether the last turn failed: the store is away. */
  private failing = false;

  private constructor(
    private readonly tools: AnchorTools,
    private readonly logger: Logger,
    private readonly onBehind: (error: DatabaseBehindError) => void,
  ) {}

  /**
   * Compares the database with the checkpoints and begins to follow them. A store that does not answer stops nobody: they are
   * compared when it does.
   * @param onBehind is called when a later comparison finds that the database holds less than they state
   * @throws DatabaseBehindError when it holds less now
   */
  static async open(
    tools: AnchorTools,
    logger: Logger,
    onBehind: (error: DatabaseBehindError) => void,
  ): Promise<AuditAnchors> {
    const anchors = new AuditAnchors(tools, logger, onBehind);
    try {
      await anchors.begin();
    } catch (error) {
      if (error instanceof DatabaseBehindError) throw error;
      anchors.failing = true;
      logger.error({ error: describeError(error) }, 'the checkpoints of the audit log cannot be read');
    }
    return anchors;
  }

  /** Writes a checkpoint every so many milliseconds while there are entries. */
  start(every: number): void {
    this.timer = setInterval(() => void this.run(), every).unref();
  }

  /** Stops, after a last checkpoint: what a store that is away does not take now is anchored by the next gateway. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    if (!this.failing) await this.run();
  }

  /** Where an organisation's log stood at the newest checkpoint about it. */
  async headOf(dataSource: DataSource, organization: string): Promise<AnchoredHead | null> {
    const seen = this.heads.get(organization);
    if (seen) return seen;
    // Anchored before the checkpoints that were read at the start: the database says in which one, and the file must agree.
    const [row]: { number: string }[] = await dataSource.query(
      'SELECT number FROM audit_anchored WHERE organization_id = $1',
      [organization],
    );
    if (!row) return null;
    const found = await this.tools.store.read(Number(row.number)).catch((error: unknown) => {
      this.logger.error({ error: describeError(error) }, 'the checkpoints of the audit log cannot be read');
    });
    const head =
      typeof found === 'object'
        ? statedHeads(found.checkpoint).find((each) => each.organization === organization)
        : undefined;
    if (head) this.heads.set(organization, head);
    // What should be there and is not can be no proof.
    return head ?? { organization, size: Number.MAX_SAFE_INTEGER, hash: '' };
  }

  private run(): Promise<void> {
    this.running ??= this.once().finally(() => (this.running = undefined));
    return this.running;
  }

  private async once(): Promise<void> {
    try {
      if (this.read === null) await this.begin();
      for (let written: boolean | Loss = true; written !== false;) {
        written = await anchor(this.tools);
        if (typeof written === 'object') throw new DatabaseBehindError(written);
      }
      await this.follow();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      if (error instanceof DatabaseBehindError) this.onBehind(error);
      else this.logger.error({ error: describeError(error) }, 'the audit log could not be anchored');
    }
  }

  /** @throws DatabaseBehindError */
  private async begin(): Promise<void> {
    const { dataSource, store } = this.tools;
    const known = await knownCheckpoint(dataSource.manager);
    // Also those that the database knows of: a log that was set back, and knows of them, is as old.
    const stated = await statedSince(store, Math.min(known.number, await store.newest()) - readAtStart);
    const lost = await lossOf(dataSource.manager, stated, known);
    if (lost) throw new DatabaseBehindError(lost);
    if (known.number > 0 && !stated.times.has(known.number))
      this.logger.error({ checkpoint: known.number }, 'a checkpoint of the audit log is not where it was written');
    for (const head of stated.heads) this.heads.set(head.organization, head);
    this.read = stated.newest;
  }

  private async follow(): Promise<void> {
    const { dataSource, store } = this.tools;
    const read = this.read ?? 0;
    const { number: known } = await knownCheckpoint(dataSource.manager);
    for await (const { number, found } of store.range(read + 1, Math.min(known, read + readAtOnce))) {
      if (typeof found === 'object')
        for (const head of statedHeads(found.checkpoint)) this.heads.set(head.organization, head);
      this.read = number;
    }
  }
}
