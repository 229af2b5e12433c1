import { StringDecoder } from 'node:string_decoder';

/** Thrown for a line that is longer than it may be. */
export class LineTooLongError extends Error {
  constructor() {
    super('A line is too long.');
    this.name = 'LineTooLongError';
  }
}

/**
 * The lines of UTF-8 text that arrives in pieces. Each ends with a line feed: what follows the last one is no whole line, and is
 * left out.
 * @param longest UTF-16 units that a line may have
 * @throws LineTooLongError, and what reading throws
 */
export async function* textLines(
  chunks: AsyncIterable<Buffer>,
  longest = Number.POSITIVE_INFINITY,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const [rest = '', ...others] = decoder.write(chunk).split('\n');
    begun.push(rest);
    length += rest.length;
    for (const next of others) {
      if (length > longest) throw new LineTooLongError();
      yield begun.join('');
      begun = [next];
      length = next.length;
    }
    if (length > longest) throw new LineTooLongError();
  }
}
