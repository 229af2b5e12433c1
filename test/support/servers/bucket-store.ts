/** An S3-compatible store on a free port, with a bucket of its own, its files in a directory that goes with it. */
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
  /** Ends the server, as an outage does; answers what starts it again, where it was and with what it held. */
  pause(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** What a store makes of a condition when it is told to write over nothing: keeps it, refuses it, or writes over all the same. */
export type Conditions = 'KEPT' | 'REFUSED' | 'IGNORED';

/** Gives the store what it lacks of Amazon's own: `If-None-Match: *` of a file that is written. */
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
