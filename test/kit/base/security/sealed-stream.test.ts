/** Files at rest come back whole, and only if nobody has touched them. */
import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { OrganizationKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { emptyProfile } from '../../../../subgraphs/kit/base/security/organization-profiles';
import { openSealed, SealingStream } from '../../../../subgraphs/kit/base/security/sealed-stream';

const secret = () => randomBytes(32);
const keys = new OrganizationKeys('sealed', 1, new Map([[1, secret()]]), secret(), secret(), emptyProfile);

/** The bytes in pieces of these sizes, in turn. */
function* inPieces(bytes: Buffer, sizes: number[]) {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(from, (from += size));
  }
}

const seal = (plain: Buffer, sizes: number[]) =>
  buffer(Readable.from(inPieces(plain, sizes)).pipe(new SealingStream(keys, 'a file')));

const open = async (sealed: Buffer, sizes: number[], start = 0, name = 'a file') =>
  buffer(
    await openSealed(
      keys,
      name,
      (from) => Promise.resolve(Readable.from(inPieces(sealed.subarray(from), sizes))),
      start,
    ),
  );

const frame = 64 * 1024;
const size = fc.oneof(fc.nat(3 * frame), fc.constantFrom(0, 1, frame - 1, frame, frame + 1, 2 * frame, 3 * frame));
const sizes = fc.array(fc.oneof(fc.integer({ min: 997, max: 100_000 }), fc.constantFrom(frame, 4 * frame)), {
  minLength: 1,
  maxLength: 4,
});

test('a file of any size comes back, whatever the pieces in which it is written and read', async () => {
  const all = randomBytes(3 * frame);
  await fc.assert(
    fc.asyncProperty(size, sizes, sizes, fc.nat(), async (length, written, read, at) => {
      const plain = all.subarray(0, length);
      const sealed = await seal(plain, written);
      const start = at % (length + 1);
      const opened = await open(sealed, read, start);
      expect(opened.length).toBe(length - start);
      expect(createHash('sha256').update(opened).digest('hex')).toBe(
        createHash('sha256').update(plain.subarray(start)).digest('hex'),
      );
    }),
    { numRuns: 60 },
  );
});

test('a file that was altered, cut off or moved is refused', async () => {
  const sealed = await seal(randomBytes(2.5 * frame), [frame]);
  const altered = Buffer.from(sealed);
  altered.writeUInt8(altered.readUInt8(frame) ^ 1, frame);
  await expect(open(altered, [frame])).rejects.toThrow();
  await expect(open(sealed.subarray(0, 2 * (frame + 30)), [frame])).rejects.toThrow();
  await expect(open(sealed.subarray(0, -1), [frame])).rejects.toThrow();
  await expect(open(sealed, [frame], 0, 'another file')).rejects.toThrow();
  expect(await open(sealed, [frame])).toHaveLength(2.5 * frame);
});
