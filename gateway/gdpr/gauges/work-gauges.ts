/** What work waits: jobs in the queues, and services' parts of requests with the age of the oldest (R27), as the metrics tell it. */
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { sharedCall } from '../../../subgraphs/kit/base/shared-call';
import { doneStatuses, openStatuses, waitingStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';

interface Part {
  service: string;
  parts: string;
  oldest: string;
}

/** What waits now, read when somebody looks. */
export function addWorkGauges(registry: Registry, dataSource: DataSource): void {
  const registers = [registry];
  new Gauge({
    name: 'habeas_jobs_waiting',
    help: 'Jobs that are due and not begun, by queue.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const rows: { queue: string; jobs: string }[] = await dataSource.query(
        `SELECT name AS queue, count(*) AS jobs FROM pgboss.job WHERE state < 'active' AND start_after <= now() GROUP BY name`,
      );
      this.reset();
      for (const { queue, jobs } of rows) this.set({ queue }, Number(jobs));
    },
  });
  const collect = sharedCall(read);
  const open = new Gauge({
    name: 'habeas_tasks_open',
    help: "Services' parts of requests that have not ended, and that nothing keeps from beginning.",
    labelNames: ['service'],
    registers,
    collect,
  });
  const oldestAge = new Gauge({
    name: 'habeas_oldest_task_age_seconds',
    help: "How long ago the oldest service's part of a request was asked for that has not ended, and that nothing keeps.",
    labelNames: ['service'],
    registers,
    collect,
  });
  async function read(): Promise<void> {
    const rows = await partsUnderWay(dataSource);
    for (const gauge of [open, oldestAge]) gauge.reset();
    for (const { service, parts, oldest } of rows) {
      open.set({ service }, Number(parts));
      oldestAge.set({ service }, Number(oldest));
    }
  }
}

const partsUnderWay = (dataSource: DataSource): Promise<Part[]> =>
  dataSource.query(
    // By way of the requests that are not done, of which there is an index: they are few among all.
    `SELECT task.service, count(*) AS parts, extract(epoch FROM now() - min(request.created_at)) AS oldest
     FROM gdpr_request AS request
     JOIN gdpr_task AS task ON task.organization_id = request.organization_id AND task.request_id = request.id
     WHERE request.status NOT IN ${sqlSet([...doneStatuses, ...waitingStatuses])} AND task.status IN ${sqlSet(openStatuses)}
     GROUP BY task.service`,
  );
