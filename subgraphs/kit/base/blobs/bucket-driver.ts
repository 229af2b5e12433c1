/**
 * An S3-compatible store, for streams of unknown length: written in parts, so that no file is ever whole in memory. A store
 * that falls silent is given up after its time, and asked again a few times.
 */
import type { Readable } from 'node:stream';
import { PutObjectCommand, S3Client, S3ServiceException, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { S3Driver } from 'flydrive/drivers/s3';
import type { Bucket } from './blob-place';
import type { CreatingDriver } from './creating-disk';
import { readObject } from './bucket-reader';
import { addCircuit } from './store-circuit';

/** Bytes of a part. A file has 10,000 parts at most: 78 GiB. */
const partSize = 8 * 1024 * 1024;

/** Parts of one file that are sent at once; each is in memory until it is there. */
const partsAtOnce = 2;

/** How often a call is made in all. Between attempts the client waits for 0.1 s at first, and longer each time. */
const attempts = 3;

/** The longest that a connection may take, in milliseconds. */
const longestConnecting = 5_000;

/** A part on a slow line takes its time without falling silent: this many times the timeout, at most. */
const slowest = 15;

class BucketDriver extends S3Driver implements CreatingDriver {
  constructor(
    private readonly client: S3Client,
    /** Reads files; how long it waits for the store within one is {@link readObject}'s to know. */
    private readonly reader: S3Client,
    private readonly bucket: Bucket,
    private readonly folder: string,
  ) {
    // Buckets of today know no access lists: who may read is the bucket's own policy.
    super({ client, bucket: bucket.bucket, visibility: 'private', supportsACL: false });
  }

  private key(path: string): string {
    return `${this.folder}/${path}`;
  }

  /** A store that does not know the condition, and says so, is asked before; one that says nothing writes over. */
  async create(path: string, contents: string | Uint8Array): Promise<boolean> {
    const file = { Bucket: this.bucket.bucket, Key: this.key(path), Body: contents };
    try {
      await this.client.send(new PutObjectCommand({ ...file, IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412) return false;
      if (status !== 501) throw error;
    }
    if (await this.exists(path)) return false;
    await this.client.send(new PutObjectCommand(file));
    return true;
  }

  override get(path: string): Promise<string> {
    return super.get(this.key(path));
  }

  override listAll(...[prefix, options]: Parameters<S3Driver['listAll']>): ReturnType<S3Driver['listAll']> {
    return super.listAll(prefix === '/' ? this.folder : this.key(prefix), options);
  }

  /** Writes the whole stream or nothing: when it fails, the parts that were sent are removed. */
  override async putStream(path: string, contents: Readable): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket.bucket, Key: this.key(path), Body: contents },
      partSize,
      queueSize: partsAtOnce,
      leavePartsOnError: false,
    });
    await upload.done();
  }

  override getStream(path: string): Promise<Readable> {
    const object = { Bucket: this.bucket.bucket, Key: this.key(path) };
    return readObject(this.reader, object, { timeout: this.bucket.timeout, attempts });
  }

  override exists(path: string): Promise<boolean> {
    return super.exists(this.key(path));
  }

  override delete(path: string): Promise<void> {
    return super.delete(this.key(path));
  }

  override deleteAll(prefix: string): Promise<void> {
    return super.deleteAll(this.key(prefix));
  }
}

/** A driver for one owner's files in a bucket. */
export function bucketDriver(place: Bucket, folder: string): CreatingDriver {
  const { region, endpoint, timeout } = place;
  const config: S3ClientConfig = {
    region,
    maxAttempts: attempts,
    // Checksums in trailers are Amazon's own; other stores refuse them. Every file is sealed with a check of its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  };
  const handler = { connectionTimeout: Math.min(longestConnecting, timeout), throwOnRequestTimeout: true };
  const client = new S3Client({
    ...config,
    requestHandler: { ...handler, socketTimeout: timeout, requestTimeout: slowest * timeout },
  });
  // A socket is idle also while its reader is busy: that is no silence of the store's.
  const reader = new S3Client({ ...config, requestHandler: { ...handler, requestTimeout: timeout } });
  addCircuit(client, reader);
  return new BucketDriver(client, reader, place, folder);
}
