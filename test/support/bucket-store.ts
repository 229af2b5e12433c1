/** An S3-compatible store on a free port, with a bucket of its own, its files in a directory that goes with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import type { Bucket } from '../../subgraphs/kit/base/blobs/blob-place';

/** The store's own account. */
export const credentials = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

export interface BucketStore {
  place: Required<Bucket>;
  /** The keys of everything that is stored. */
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startBucketStore(): Promise<BucketStore> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-bucket-'));
  const server = new S3rver({ directory, port: 0, address: '127.0.0.1', silent: true });
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
    async stop() {
      client.destroy();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
