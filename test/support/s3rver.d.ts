/** As far as the tests use it. */
declare module 's3rver' {
  export default class S3rver {
    constructor(options: { directory: string; port: number; address: string; silent: boolean });
    readonly httpServer: import('node:http').Server;
    run(): Promise<{ address: string; port: number }>;
    close(): Promise<void>;
  }
}
