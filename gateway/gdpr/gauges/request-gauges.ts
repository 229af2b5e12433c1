/** How many requests are in flight, and how many are near their due date or past it and not done (R15), as the metrics tell it. */
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { sharedCall } from '../../../subgraphs/kit/base/shared-call';
import { doneStatuses, isFinished, type RequestStatus } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';

interface Counted {
  type: string;
  status: RequestStatus;
  requests: string;
  due_soon: string;
  overdue: string;
}

/** Counts of requests that are not done, read when somebody looks. */
export function addRequestGauges(registry: Registry, dataSource: DataSource): void {
  const collect = sharedCall(read);
  const registers = [registry];
  const inFlight = new Gauge({
    name: 'habeas_requests_in_flight',
    help: 'Requests that have not finished.',
    labelNames: ['type', 'status'],
    registers,
    collect,
  });
  const dueSoon = new Gauge({
    name: 'habeas_requests_due_soon',
    help: 'Requests that are not done and are due within a day.',
    labelNames: ['type'],
    registers,
    collect,
  });
  const overdue = new Gauge({
    name: 'habeas_requests_overdue',
    help: 'Requests that are not done and are past their due date: those in flight, and those in ERROR.',
    labelNames: ['type'],
    registers,
    collect,
  });
  async function read(): Promise<void> {
    const rows: Counted[] = await dataSource.query(
      `SELECT type, status, count(*) AS requests,
         count(*) FILTER (WHERE due_at BETWEEN now() AND now() + interval '1 day') AS due_soon,
         count(*) FILTER (WHERE due_at < now()) AS overdue
       FROM gdpr_request WHERE status NOT IN ${sqlSet(doneStatuses)} GROUP BY type, status`,
    );
    for (const gauge of [inFlight, dueSoon, overdue]) gauge.reset();
    for (const { type, status, ...counts } of rows) {
      if (!isFinished(status)) inFlight.set({ type, status }, Number(counts.requests));
      dueSoon.inc({ type }, Number(counts.due_soon));
      overdue.inc({ type }, Number(counts.overdue));
    }
  }
}
