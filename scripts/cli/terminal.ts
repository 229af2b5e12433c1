/** Output of commands, for a person at a terminal of any width, for a file, or for another program. */
import { clearLine, cursorTo } from 'node:readline';
import Table from 'cli-table3';

/** An output. Only a terminal has a width. */
export type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** One value of a table. */
export type Cell = string | number | null;

interface TableOptions {
  /** The widths of the columns, whose words are wrapped. @default as wide as their values */
  widths?: number[];
}

/** A column that is narrower than this would break words. */
const leastWidth = 24;

/** Narrows the widest column until the table fits into the terminal. @returns null when that column would be too narrow */
function fitted(widths: number[] | undefined, columns: number): number[] | null {
  if (!widths) return null;
  // Each column has a line at its right, and the first one at its left too.
  const tooMuch = widths.reduce((sum, width) => sum + width + 1, 1) - columns;
  const widest = Math.max(...widths);
  if (widest - tooMuch < leastWidth) return null;
  const at = widths.indexOf(widest);
  return widths.map((width, index) => (index === at ? width - Math.max(tooMuch, 0) : width));
}

function draw(head: string[], rows: Cell[][], widths?: number[]): string {
  const drawn = new Table({
    head,
    // Without colours and lines between rows, which suits both a terminal and a file.
    style: { head: [], border: [], compact: true },
    ...(widths ? { colWidths: widths, wordWrap: true } : {}),
  });
  drawn.push(...rows.map((row) => row.map((cell) => cell ?? '')));
  return drawn.toString();
}

/** A table. On a terminal that is too narrow for it, a block of lines for each row, without its empty values. */
export function table(head: string[], rows: Cell[][], { widths }: TableOptions = {}, output: Output = process.stdout) {
  const text = draw(head, rows, widths);
  const width = Math.max(...text.split('\n').map((line) => line.length));
  if (!output.isTTY || width <= output.columns) return text;
  const narrower = fitted(widths, output.columns);
  if (narrower) return draw(head, rows, narrower);
  const lines = (row: Cell[]) =>
    head.map((name, at) => [name, String(row[at] ?? '').replaceAll('\n', '; ')]).filter(([, value]) => value !== '');
  return rows
    .map(
      (row) =>
        `${lines(row)
          .map((line) => line.join(': '))
          .join('\n')}\n`,
    )
    .join('\n');
}

/** Prints a table. */
export const printTable = (...given: Parameters<typeof table>): void => console.log(table(...given));

/** Reports the progress of long work. */
export interface Progress {
  /** Replaces the last text on a terminal; elsewhere it is a line of its own. */
  say: (text: string) => void;
  /** Leaves the last text in place; what follows begins on a new line. */
  end: () => void;
}

/** Milliseconds between two lines of {@link seldom}. */
const between = 2_000;

/**
 * Progress of work that may be short or take hours: nothing in the first two seconds, then a line every two seconds. It goes to
 * stderr, so that a report on stdout is not mixed with it.
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

/** Progress on one line of a terminal, or on plain lines of a file or pipe. */
export function progress(output: NodeJS.WriteStream = process.stdout): Progress {
  if (!output.isTTY) return { say: (text) => void output.write(`${text}\n`), end: () => {} };
  let said = false;
  return {
    say(text) {
      cursorTo(output, 0);
      clearLine(output, 0);
      // A line that is wrapped could not be overwritten.
      output.write(text.slice(0, Math.max(output.columns - 1, 1)));
      said = true;
    },
    end() {
      if (said) output.write('\n');
      said = false;
    },
  };
}
