/** An S3-compatible store, for streams of unknown length: written in parts, so that no file is ever whole in memory. */
import type { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { S3Driver } from 'flydrive/drivers/s3';
import type { Bucket } from './blob-place';

/** Bytes of a part. A file has 10,000 parts at most: 78 GiB. */
const partSize = 8 * 1024 * 1024;

/** Parts of one file that are sent at once; each is in memory until it is there. */
const partsAtOnce = 2;

class BucketDriver extends S3Driver {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly folder: string,
  ) {
    // Buckets of today know no access lists: who may read is the bucket's own policy.
    super({ client, bucket, visibility: 'private', supportsACL: false });
  }

  private key(path: string): string {
    return `${this.folder}/${path}`;
  }

  /** Writes the whole stream or nothing: when it fails, the parts that were sent are removed. */
  override async putStream(path: string, contents: Readable): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: this.key(path), Body: contents },
      partSize,
      queueSize: partsAtOnce,
      leavePartsOnError: false,
    });
    await upload.done();
  }

  override getStream(path: string): Promise<Readable> {
    return super.getStream(this.key(path));
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

/** How long the store may take to connect, and to go on with an answer, in milliseconds. */
const storeTimeouts = {
  connectionTimeout: 3_000,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
  socketTimeout: 15_000,
};

/** A driver for one owner's files in a bucket. */
export function bucketDriver({ bucket, region, endpoint }: Bucket, folder: string): S3Driver {
  const client = new S3Client({
    region,
    // Checksums in trailers are Amazon's own; other stores refuse them. Every file is sealed with a check of its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: storeTimeouts,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  });
  return new BucketDriver(client, bucket, folder);
}
