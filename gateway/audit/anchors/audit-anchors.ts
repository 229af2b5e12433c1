/** Anchors the audit log of a running gateway: writes checkpoints at intervals, and reads those of other gateways. */
import type { DataSource } from 'typeorm';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { anchor, knownCheckpoint, type AnchorTools } from './anchor';
import { statedHeads, type AnchoredHead } from './checkpoint';
import { describeLoss } from './describe-loss';
import { lossOf, statedSince, type Loss } from './loss';

/** Thrown when the database is behind its checkpoints; the message states the loss and what to do. */
export class DatabaseBehindError extends Error {
  constructor(lost: Loss) {
    super(describeLoss(lost));
  }
}

/** How many of the newest checkpoints are read at the start. `habeas verify-audit` reads all of them. */
const readAtStart = 500;
/** The most checkpoints that one later turn reads. */
const readAtOnce = 1_000;
/** The most checkpoints that one turn writes: a process that stops waits for two turns. */
const writtenAtOnce = 10;

export class AuditAnchors {
  private readonly heads = new Map<string, AnchoredHead>();
  /** The newest checkpoint that was read; null before the start has succeeded. */
  private read: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** Whether the last turn failed, for example because the store cannot be reached. */
  private failing = false;

  private constructor(
    private readonly tools: AnchorTools,
    private readonly logger: Logger,
    private readonly onBehind: (error: DatabaseBehindError) => void,
  ) {}

  /**
   * Compares the database with the checkpoints. When the store cannot be reached, the gateway starts all the same, and the
   * comparison is made in a later turn.
   * @param onBehind called when a later comparison finds that the database holds less than the checkpoints state
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

  /** Begins to anchor new entries. @param every milliseconds between two turns */
  start(every: number): void {
    this.timer = setInterval(() => void this.run(), every).unref();
  }

  /** Stops after a last checkpoint. When the store cannot be reached, the next gateway anchors the remaining entries. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    if (!this.failing) await this.run();
  }

  /**
   * Returns the head of an organisation's log in the newest checkpoint that has one.
   * @returns null when the log was never anchored; a head that no log can match when that checkpoint cannot be read
   */
  async headOf(dataSource: DataSource, organization: string): Promise<AnchoredHead | null> {
    const seen = this.heads.get(organization);
    if (seen) return seen;
    // The head may be in a checkpoint older than those read at the start. The database states its number.
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
    // A checkpoint that should exist and cannot be read must not pass as proof, so nothing may match it.
    return head ?? { organization, size: Number.MAX_SAFE_INTEGER, hash: '' };
  }

  private run(): Promise<void> {
    this.running ??= this.once().finally(() => (this.running = undefined));
    return this.running;
  }

  private async once(): Promise<void> {
    try {
      if (this.read === null) await this.begin();
      await this.write();
      await this.follow();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      if (error instanceof DatabaseBehindError) this.onBehind(error);
      else this.logger.error({ error: describeError(error) }, 'the audit log could not be anchored');
    }
  }

  /** Writes checkpoints until everything is anchored that was there, or a turn has written its share. @throws DatabaseBehindError */
  private async write(): Promise<void> {
    for (let count = 0; count < writtenAtOnce; count += 1) {
      const anchored = await anchor(this.tools);
      if (typeof anchored === 'object') throw new DatabaseBehindError(anchored);
      if (anchored !== 'PART') return;
    }
  }

  /** @throws DatabaseBehindError */
  private async begin(): Promise<void> {
    const { dataSource, store } = this.tools;
    const known = await knownCheckpoint(dataSource.manager);
    // Checkpoints that the database knows are compared too: somebody may have set back the log alone.
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
