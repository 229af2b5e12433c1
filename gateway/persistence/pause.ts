/** A pause that can be ended early. An {@link end} while nobody waits ends the next pause at once. */
export class Pause {
  private ended = false;
  private resume = () => {};

  /** Waits for this many milliseconds, or until {@link end}. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.ended && milliseconds > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.ended = false;
  }

  end(): void {
    this.ended = true;
    this.resume();
  }
}
