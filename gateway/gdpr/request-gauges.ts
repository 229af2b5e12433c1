/** How many requests are in flight, near their due date or past it (R15), as the metrics tell it. */
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { finishedStatuses } from './lifecycle';
import { sqlSet } from './lifecycle-sql';

interface Counted {
  type: string;
  status: string;
  in_flight: string;
  due_soon: string;
  overdue: string;
}

/** Counts of requests in flight, read when somebody looks. */
export function addRequestGauges(registry: Registry, dataSource: DataSource): void {
  const registers = [registry];
  const inFlight = new Gauge({
    name: 'habeas_requests_in_flight',
    help: 'Requests that have not finished.',
    labelNames: ['type', 'status'],
    registers,
    async collect() {
      const rows: Counted[] = await dataSource.query(
        `SELECT type, status, count(*) AS in_flight,
           count(*) FILTER (WHERE due_at BETWEEN now() AND now() + interval '1 day') AS due_soon,
           count(*) FILTER (WHERE due_at < now()) AS overdue
         FROM gdpr_request WHERE status NOT IN ${sqlSet(finishedStatuses)} GROUP BY type, status`,
      );
      for (const gauge of [inFlight, dueSoon, overdue]) gauge.reset();
      for (const { type, status, ...counts } of rows) {
        inFlight.set({ type, status }, Number(counts.in_flight));
        dueSoon.inc({ type }, Number(counts.due_soon));
        overdue.inc({ type }, Number(counts.overdue));
      }
    },
  });
  const dueSoon = new Gauge({
    name: 'habeas_requests_due_soon',
    help: 'Requests in flight that are due within a day.',
    labelNames: ['type'],
    registers,
  });
  const overdue = new Gauge({
    name: 'habeas_requests_overdue',
    help: 'Requests in flight that are past their due date.',
    labelNames: ['type'],
    registers,
  });
}
