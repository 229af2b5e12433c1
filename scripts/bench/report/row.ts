/** A row of the report: Habeas, the reference, the ratio, and the wanted value. */
import { median } from '../load/measure';

export type Row = [what: string, here: string, there: string, ratio: string, wanted: string];

export const ratio = (here: number, there: number): string => (there > 0 ? (here / there).toFixed(2) : '–');

/** The median of the rounds' ratios. A machine that becomes slower from round to round does not change it. */
export const ratioOfRounds = (here: number[], there: number[]): string =>
  median(here.map((value, round) => value / (there[round] ?? NaN))).toFixed(2);
