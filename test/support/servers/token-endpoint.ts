/** An identity provider's token endpoint, which counts what reaches it. It can hold its answers back. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class TokenEndpoint {
  /** How many grants reached it. */
  asked = 0;
  /** Grants that wait for `release`. */
  private readonly held: (() => void)[] = [];
  private holds = false;
  private readonly server = createServer((request, response) => {
    this.asked += 1;
    const answer = () => this.answer(request.headers.authorization, response);
    if (this.holds) this.held.push(answer);
    else answer();
  });

  /** @param accepted the `Authorization` header that is granted a token */
  static async start(accepted: string): Promise<TokenEndpoint> {
    const endpoint = new TokenEndpoint(accepted);
    endpoint.server.listen(0, '127.0.0.1');
    await once(endpoint.server, 'listening');
    return endpoint;
  }

  private constructor(private readonly accepted: string) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`;
  }

  /** Answers nobody from now on. */
  hold(): void {
    this.holds = true;
  }

  /** Answers all who wait, and everybody from now on. */
  release(): void {
    this.holds = false;
    for (const answer of this.held.splice(0)) answer();
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(authorization: string | undefined, response: ServerResponse): void {
    const isRight = authorization === this.accepted;
    response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isRight ? { access_token: 'granted', expires_in: 600 } : { error: 'invalid_client' }));
  }
}
