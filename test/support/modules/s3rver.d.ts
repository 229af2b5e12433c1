/** As far as the tests use it. */
declare module 's3rver' {
  import type { Server } from 'node:http';

  /** Of Koa's. */
  interface Context {
    readonly method: string;
    readonly path: string;
    get(header: string): string;
    status: number;
    body: string;
  }

  export default class S3rver {
    constructor(options: { directory: string; port: number; address: string; silent: boolean });
    readonly httpServer: Server;
    readonly middleware: ((ctx: Context, next: () => Promise<void>) => Promise<void>)[];
    run(): Promise<{ address: string; port: number }>;
    close(): Promise<void>;
  }
}
