/** An S3-compatible store on a free port, with a bucket of its own; its directory is removed with it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import type { Bucket } from '../../../subgraphs/kit/base/blobs/blob-place';

/** The store's own account. */
export const credentials = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

export interface BucketStore {
  place: Required<Bucket>;
  /** The keys of everything that is stored. */
  keys(): Promise<string[]>;
  /** Stops the server, as an outage does. @returns a function that starts it again, at the same address and with the same files */
  pause(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** How a store treats the condition not to overwrite: it respects it, refuses the call, or ignores it. */
export type Conditions = 'KEPT' | 'REFUSED' | 'IGNORED';

/** Adds what the store lacks compared with Amazon's: `If-None-Match: *` for a file that is written. */
function addConditions(server: S3rver, directory: string, conditions: Conditions): void {
  const writing = new Set<string>();
  const refuse = (ctx: Parameters<(typeof server.middleware)[number]>[0], status: number, code: string) => {
    ctx.status = status;
    ctx.body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  };
  server.middleware.unshift(async (ctx, next) => {
    if (conditions === 'IGNORED' || ctx.method !== 'PUT' || ctx.get('if-none-match') !== '*') return next();
    if (conditions === 'REFUSED') return refuse(ctx, 501, 'NotImplemented');
    const { path: key } = ctx;
    if (writing.has(key) || existsSync(path.join(directory, `${key}._S3rver_object`)))
      return refuse(ctx, 412, 'PreconditionFailed');
    writing.add(key);
    await next().finally(() => writing.delete(key));
  });
}

export async function startBucketStore(conditions: Conditions = 'KEPT'): Promise<BucketStore> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-bucket-'));
  const open = (at: number) => {
    const made = new S3rver({ directory, port: at, address: '127.0.0.1', silent: true });
    addConditions(made, directory, conditions);
    return made;
  };
  let server = open(0);
  const { port } = await server.run();
  const place = { bucket: 'habeas', region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, timeout: 20_000 };
  const client = new S3Client({
    region: place.region,
    endpoint: place.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: credentials.AWS_ACCESS_KEY_ID, secretAccessKey: credentials.AWS_SECRET_ACCESS_KEY },
  });
  await client.send(new CreateBucketCommand({ Bucket: place.bucket }));
  return {
    place,
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: place.bucket }));
      return Contents.map(({ Key = '' }) => Key);
    },
    async pause() {
      const closed = server.close();
      server.httpServer.closeAllConnections();
      await closed;
      return async () => {
        server = open(port);
        await server.run();
      };
    },
    async stop() {
      client.destroy();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
