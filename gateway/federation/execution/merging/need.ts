/** A call's need for a response. Its signal aborts when the need ends, or when the caller leaves. */
export class Need {
  private readonly controller = new AbortController();
  readonly end = () => {
    this.caller.removeEventListener('abort', this.end);
    this.controller.abort();
  };

  constructor(private readonly caller: AbortSignal) {
    if (caller.aborted) this.controller.abort();
    else caller.addEventListener('abort', this.end);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }
}
