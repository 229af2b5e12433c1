/**
 * How busy the process is, and whose work it does (R27). An operation consists of many short steps, and each waits for what is running.
 * Even a caller with a free place would wait long beside one whose operations take all of the process's time.
 */
import { performance } from 'node:perf_hooks';

/** The milliseconds over which the event loop's utilisation is measured. */
const windowTime = 20;

/** The part of a window from which on the largest caller begins few operations in the next one, and from which on it begins none. */
const fewFrom = 0.5;
const noneFrom = 0.8;

/** Few: until they resolve so many nodes, as the caller's operations usually do. One that resolves as many by itself is large. */
const nodesInWindow = 200;

/** How fast the usual cost of a caller's operations follows the newest ones. */
const newest = 1 / 8;

/** What one caller's operations have cost lately, in nodes. */
export interface Spending {
  /** All of them; older ones count for less. */
  nodes: number;
  /** One of them, usually. */
  usual: number;
  /** The window in which the newest began, and the usual cost of those that began in it. */
  window: number;
  begun: number;
}

/** The work of one process. It holds back the caller with more than half of it, so that some time stays free. */
export class Load {
  private readonly spendings = new Set<Spending>();
  private total = 0;
  private window = 0;
  /** The event loop's utilisation in the last window, from 0 to 1. */
  private used = 0;
  private since = performance.now();
  private utilization = performance.eventLoopUtilization();

  add(): Spending {
    const spending = { nodes: 0, usual: 0, window: 0, begun: 0 };
    this.spendings.add(spending);
    return spending;
  }

  remove(spending: Spending): void {
    this.total -= spending.nodes;
    this.spendings.delete(spending);
  }

  /** Lets everything that was spent count for half. */
  age(): void {
    this.total = 0;
    for (const spending of this.spendings) {
      spending.nodes /= 2;
      this.total += spending.nodes;
    }
  }

  /** Counts an operation that has ended. */
  spend(spending: Spending, nodes: number): void {
    spending.nodes += nodes;
    this.total += nodes;
    spending.usual += (nodes - spending.usual) * newest;
  }

  /** Whether a caller's operations usually are large. */
  isLarge({ usual }: Spending): boolean {
    return usual >= nodesInWindow;
  }

  /** Counts an operation that begins. */
  begin(spending: Spending): void {
    this.look();
    if (spending.window !== this.window) spending.begun = 0;
    spending.window = this.window;
    spending.begun += spending.usual;
  }

  /** Whether a caller must wait before its next operation. */
  holdsBack(spending: Spending): boolean {
    if (spending.nodes <= this.total / 2) return false;
    this.look();
    if (this.used < fewFrom) return false;
    return this.used > noneFrom || (spending.window === this.window && spending.begun >= nodesInWindow);
  }

  private look(): void {
    const now = performance.now();
    if (now - this.since < windowTime) return;
    const utilization = performance.eventLoopUtilization();
    this.used = performance.eventLoopUtilization(utilization, this.utilization).utilization;
    this.utilization = utilization;
    this.since = now;
    this.window += 1;
  }
}
