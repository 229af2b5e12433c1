/**
 * A driver for an S3-compatible store and streams of unknown length: files are written in parts, so that none is ever whole in
 * memory. A call to a store that falls silent is given up after the timeout, and made again a few times.
 */
import type { Readable } from 'node:stream';
import { PutObjectCommand, S3Client, S3ServiceException, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { S3Driver } from 'flydrive/drivers/s3';
import type { Bucket } from './blob-place';
import type { BlobDriver } from './blob-disk';
import { readObject } from './bucket-reader';
import { addCircuit } from './store-circuit';

/** Bytes of a part. A file has 10,000 parts at most, which is 78 GiB. */
const partSize = 8 * 1024 * 1024;

/** Parts of one file that are sent at once; each is in memory until the store has it. */
const partsAtOnce = 2;

/** The most attempts of a call. The client waits 0.1 s before the second, and longer before each further one. */
const attempts = 3;

/** The longest time to connect, in milliseconds. */
const longestConnecting = 5_000;

/** The longest time to send a part, as a multiple of the timeout: a slow line takes long without being silent. */
const slowest = 15;

class BucketDriver extends S3Driver implements BlobDriver {
  constructor(
    private readonly client: S3Client,
    /** Reads files. {@link readObject} bounds the silence within a file. */
    private readonly reader: S3Client,
    private readonly bucket: Bucket,
    private readonly folder: string,
  ) {
    // New buckets have no access lists: the bucket's policy says who may read.
    super({ client, bucket: bucket.bucket, visibility: 'private', supportsACL: false });
  }

  private key(path: string): string {
    return `${this.folder}/${path}`;
  }

  /** A store that refuses the condition (501) is asked for the file first; one that silently ignores it overwrites the file. */
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

  override getStream(path: string, start = 0): Promise<Readable> {
    const object = { Bucket: this.bucket.bucket, Key: this.key(path) };
    return readObject(this.reader, object, start, { timeout: this.bucket.timeout, attempts });
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

/** A driver for the files of one owner in a bucket. */
export function bucketDriver(place: Bucket, folder: string): BlobDriver {
  const { region, endpoint, timeout } = place;
  const config: S3ClientConfig = {
    region,
    maxAttempts: attempts,
    // Other stores than Amazon's refuse checksums in trailers. Every file is sealed with a check of its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  };
  const handler = { connectionTimeout: Math.min(longestConnecting, timeout), throwOnRequestTimeout: true };
  const client = new S3Client({
    ...config,
    requestHandler: { ...handler, socketTimeout: timeout, requestTimeout: slowest * timeout },
  });
  // A socket is also idle while its reader is busy, which is no silence of the store: so this client has no socket timeout.
  const reader = new S3Client({ ...config, requestHandler: { ...handler, requestTimeout: timeout } });
  addCircuit(client, reader);
  return new BucketDriver(client, reader, place, folder);
}
