/** Markdown tables, for reports and documents. */

const cell = (value: string | number) =>
  String(value)
    .replaceAll('|', '\\|')
    .replaceAll(/(?<!\s)\s*\n\s*/g, ' ');
const line = (cells: (string | number)[]) => `| ${cells.map(cell).join(' | ')} |`;

/** A Markdown table, one line for each row. Line breaks and `|` in a cell do not break it. */
export const markdownTable = (head: string[], rows: (string | number)[][]): string[] => [
  line(head),
  line(head.map((title) => '-'.repeat(Math.max(3, title.length)))),
  ...rows.map(line),
];
