/** The types that the tests need. */
declare module 's3rver' {
  import type { Server } from 'node:http';

  /** A part of Koa's context. */
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
