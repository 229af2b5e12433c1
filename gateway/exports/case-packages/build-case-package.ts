/** Builds the package of a case: the packages of its exports, unchanged, and a signed manifest that lists them (R13). */
import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { manifestSignatureType, measure, type BuiltPackage, type SignDetached } from '../build-package';
import type { ExportPackage, ExportStore } from '../store/export-store';
import { packageName } from '../file-name';

/** Starts to build the package of a case. The reader of its content sets the pace. */
export function buildCasePackage(
  { exports, signDetached }: { exports: ExportStore; signDetached: SignDetached },
  caseId: string,
  packages: ExportPackage[],
): BuiltPackage {
  const zip = new ZipFile();
  const measured = measure();
  zip.outputStream.pipe(measured.stream);
  const fail = (error: unknown) => measured.stream.destroy(error as Error);
  zip.once('error', fail);
  for (const each of packages) {
    // Each package is a ZIP file, and so compressed already.
    zip.addReadStreamLazy(packageName(each.requestId), { compress: false, size: each.byteSize }, (give) => {
      exports.read(each).then(
        (stream) => give(null, stream),
        (error: unknown) => give(error as Error, new PassThrough()),
      );
    });
  }
  const manifest = {
    case: { id: caseId },
    builtAt: new Date().toISOString(),
    files: packages.map(({ requestId, byteSize, sha256 }) => ({
      name: packageName(requestId),
      request: requestId,
      byteSize,
      sha256,
    })),
  };
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  zip.addBuffer(bytes, 'manifest.json');
  signDetached(bytes, manifestSignatureType)
    .then((signature) => {
      zip.addBuffer(Buffer.from(`${signature}\n`), 'manifest.json.sig');
      zip.end();
    })
    .catch(fail);
  return { content: measured.stream, finished: measured.result };
}
