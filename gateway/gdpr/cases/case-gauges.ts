/** Metrics of cases: how many are open, near the legal deadline, and past it (R28). */
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { sharedCall } from '../../../subgraphs/kit/base/shared-call';

interface Counted {
  open: string;
  due_soon: string;
  overdue: string;
}

/** Counts of open cases, read when the metrics are requested. */
export function addCaseGauges(registry: Registry, dataSource: DataSource): void {
  const collect = sharedCall(read);
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry], collect });
  const open = gauge('habeas_cases_open', 'Cases that are not closed.');
  const dueSoon = gauge('habeas_cases_due_soon', "Open cases within a week of the law's limit.");
  const overdue = gauge('habeas_cases_overdue', "Open cases past the law's limit.");
  async function read(): Promise<void> {
    const [counted]: Counted[] = await dataSource.query(
      `SELECT count(*) AS open, count(*) FILTER (WHERE due_at BETWEEN now() AND now() + interval '7 days') AS due_soon,
         count(*) FILTER (WHERE due_at < now()) AS overdue FROM gdpr_case WHERE closed_at IS NULL`,
    );
    open.set(Number(counted?.open));
    dueSoon.set(Number(counted?.due_soon));
    overdue.set(Number(counted?.overdue));
  }
}
