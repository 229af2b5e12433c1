/** What stops a system: each thing that was started puts its own end on top, and they are run from the top down. */
export class StopStack {
  private readonly stops: (() => void | Promise<void>)[] = [];
  private running: Promise<void> = Promise.resolve();

  push(stop: () => void | Promise<void>): void {
    this.stops.push(stop);
  }

  /** Runs what is there, after what another call is running. One that fails does not keep the others from their end. @throws its error */
  run(): Promise<void> {
    this.running = this.running.catch(() => {}).then(() => this.drain());
    return this.running;
  }

  private async drain(): Promise<void> {
    const errors: unknown[] = [];
    for (let stop = this.stops.pop(); stop; stop = this.stops.pop()) {
      try {
        await stop();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
