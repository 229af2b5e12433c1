/** A row of the report: here, there, the ratio, and what is wanted of it. */
import { median } from '../load/measure';

export type Row = [what: string, here: string, there: string, ratio: string, wanted: string];

export const ratio = (here: number, there: number): string => (there > 0 ? (here / there).toFixed(2) : '–');

/** The median of the rounds' ratios: a machine that slows down from one round to the next changes none of them. */
export const ratioOfRounds = (here: number[], there: number[]): string =>
  median(here.map((value, round) => value / (there[round] ?? NaN))).toFixed(2);
