/** How commands write to whoever reads them: a person at a terminal of any width, a file, or another program. */
import { clearLine, cursorTo } from 'node:readline';
import Table from 'cli-table3';

/** What is known of an output: of a terminal its width, of a file or pipe nothing. */
export type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** One value of a table. */
export type Cell = string | number | null;

interface TableOptions {
  /** Widths of columns whose words are wrapped; as wide as their values when absent. */
  widths?: number[];
}

/** A table, or at a terminal that is narrower a block of lines for each row. */
export function table(head: string[], rows: Cell[][], { widths }: TableOptions = {}, output: Output = process.stdout) {
  const drawn = new Table({
    head,
    // Without colours and rulings between rows: it reads well in a terminal and in a file.
    style: { head: [], border: [], compact: true },
    ...(widths ? { colWidths: widths, wordWrap: true } : {}),
  });
  drawn.push(...rows.map((row) => row.map((cell) => cell ?? '')));
  const text = drawn.toString();
  const width = Math.max(...text.split('\n').map((line) => line.length));
  if (!output.isTTY || width <= output.columns) return text;
  return rows
    .map((row) => head.map((name, at) => `${name}: ${String(row[at] ?? '').replaceAll('\n', '; ')}`).join('\n'))
    .join('\n\n');
}

/** Prints a table. */
export const printTable = (...given: Parameters<typeof table>): void => console.log(table(...given));

/** How far a long work is. */
export interface Progress {
  /** Takes the place of what was said before at a terminal, and is a line of its own elsewhere. */
  say: (text: string) => void;
  /** The last one stays; what follows begins on a new line. */
  end: () => void;
}

/** How long passes between two lines of {@link seldom}, in milliseconds. */
const between = 2_000;

/**
 * Says now and then how far a work is that may be short or take hours: nothing in the first two seconds, then a line every two.
 * On the error output, so that a report on the standard output stays one.
 * @param now milliseconds of a clock
 */
export function seldom(output: NodeJS.WriteStream = process.stderr, now: () => number = Date.now): Progress {
  const { say, end } = progress(output);
  let last = now();
  return {
    say(text) {
      if (now() - last < between) return;
      last = now();
      say(text);
    },
    end,
  };
}

/** Says how far a long work is: in one line of a terminal, in plain lines of a file or pipe. */
export function progress(output: NodeJS.WriteStream = process.stdout): Progress {
  if (!output.isTTY) return { say: (text) => void output.write(`${text}\n`), end: () => {} };
  let said = false;
  return {
    say(text) {
      cursorTo(output, 0);
      clearLine(output, 0);
      // A line that is wrapped could not be written over.
      output.write(text.slice(0, Math.max(output.columns - 1, 1)));
      said = true;
    },
    end() {
      if (said) output.write('\n');
      said = false;
    },
  };
}
