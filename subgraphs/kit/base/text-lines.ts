import { StringDecoder } from 'node:string_decoder';

/** Thrown for a line that is longer than it may be. */
export class LineTooLongError extends Error {
  constructor() {
    super('A line is too long.');
    this.name = 'LineTooLongError';
  }
}

/**
 * The lines of UTF-8 text that arrives in pieces: of each piece, the lines that it completes. Each line ends with a line feed: what
 * follows the last one is no whole line, and is left out.
 * @param longest UTF-16 units that a line may have
 * @throws LineTooLongError, and what reading throws
 */
export async function* textLines(
  chunks: AsyncIterable<Buffer>,
  longest = Number.POSITIVE_INFINITY,
): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const lines = decoder.write(chunk).split('\n');
    const rest = lines.pop() ?? '';
    if (lines.length > 0) {
      begun.push(lines[0] ?? '');
      lines[0] = begun.join('');
      begun = [];
      length = 0;
    }
    begun.push(rest);
    length += rest.length;
    const whole = lines.findIndex((line) => line.length > longest);
    if (whole >= 0 || length > longest) {
      yield lines.slice(0, whole >= 0 ? whole : lines.length);
      throw new LineTooLongError();
    }
    if (lines.length > 0) yield lines;
  }
}
