/** The period of a report, checked. */
import { checkedTime, inputError } from '../../../subgraphs/kit';

/** Five years. */
const longest = 5 * 366 * 24 * 60 * 60 * 1000;

export interface ReportPeriod {
  from: Date;
  to: Date;
}

/** @throws BAD_USER_INPUT naming `from` or `to` */
export function checkedPeriod(given: { from: unknown; to: unknown }): ReportPeriod {
  const [from, to] = [checkedTime('from', given.from), checkedTime('to', given.to)];
  if (to <= from) throw inputError('to', 'to takes a time after from.');
  if (to.getTime() - from.getTime() > longest) throw inputError('to', 'to takes a time within five years of from.');
  return { from, to };
}
