import fc from 'fast-check';
import { LineTooLongError, textLines } from '../../../subgraphs/kit/base/text-lines';

/** A text's bytes, cut at these places. */
function* cut(text: string, places: number[]) {
  const bytes = Buffer.from(text);
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((one, other) => one - other)];
  for (const [index, from] of at.entries()) yield bytes.subarray(from, at[index + 1]);
}

async function read(text: string, places: number[], longest?: number) {
  const found: string[] = [];
  // eslint-disable-next-line @typescript-eslint/require-await
  const pieces = (async function* () {
    yield* cut(text, places);
  })();
  try {
    for await (const lines of textLines(pieces, longest)) found.push(...lines);
    return { found, failed: false };
  } catch (error) {
    expect(error).toBeInstanceOf(LineTooLongError);
    return { found, failed: true };
  }
}

const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', ''));
const places = fc.array(fc.nat(), { maxLength: 8 });

test('lines are the same wherever the pieces end, in the middle of a character too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), line, places, async (lines, unfinished, at) => {
      const text = lines.map((each) => `${each}\n`).join('') + unfinished;
      expect(await read(text, at)).toEqual({ found: lines, failed: false });
    }),
  );
});

test('a line that is too long ends the reading, after the lines before it', async () => {
  const long = 'x'.repeat(13);
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 4 }), fc.boolean(), places, async (lines, ended, at) => {
      const short = lines.map((each) => [...each].slice(0, 6).join(''));
      const text = `${short.map((each) => `${each}\n`).join('')}${long}${ended ? '\nnext\n' : ''}`;
      expect(await read(text, at, 12)).toEqual({ found: short, failed: true });
    }),
  );
});
