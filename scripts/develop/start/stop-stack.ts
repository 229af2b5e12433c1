/** The steps that stop a system. Everything that starts adds its own step, and they run in reverse order. */
export class StopStack {
  private readonly stops: (() => void | Promise<void>)[] = [];
  private running: Promise<void> = Promise.resolve();

  push(stop: () => void | Promise<void>): void {
    this.stops.push(stop);
  }

  /** Runs all steps, after those of an earlier call. A step that fails does not prevent the others. @throws its error */
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
