/** Metrics of webhooks: deliveries that wait, and endpoints that are disabled (R32). */
import { Gauge, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { sharedCall } from '../../subgraphs/kit/base/shared-call';

/** Adds the gauges. They are read when the metrics are requested. */
export function addWebhookGauges(registry: Registry, dataSource: DataSource): void {
  const registers = [registry];
  const collect = sharedCall(read);
  const pending = new Gauge({
    name: 'habeas_webhooks_pending',
    help: 'Webhooks that were not delivered yet and will be attempted.',
    registers,
    collect,
  });
  const oldest = new Gauge({
    name: 'habeas_webhooks_oldest_due_seconds',
    help: 'How long the webhook has been due that has been due for longest.',
    registers,
    collect,
  });
  new Gauge({
    name: 'habeas_webhook_endpoints_disabled',
    help: 'Endpoints that are sent nothing, by the reason.',
    labelNames: ['reason'],
    registers,
    async collect() {
      const rows: { reason: string; endpoints: string }[] = await dataSource.query(
        'SELECT disabled_reason AS reason, count(*) AS endpoints FROM webhook_endpoint WHERE NOT enabled GROUP BY 1',
      );
      this.reset();
      for (const { reason, endpoints } of rows) this.set({ reason }, Number(endpoints));
    },
  });
  async function read(): Promise<void> {
    const [counted]: { pending: string; oldest: string }[] = await dataSource.query(
      `SELECT count(*) AS pending, coalesce(greatest(extract(epoch FROM now() - min(next_attempt_at)), 0), 0) AS oldest
       FROM webhook_delivery WHERE next_attempt_at IS NOT NULL`,
    );
    pending.set(Number(counted?.pending));
    oldest.set(Number(counted?.oldest));
  }
}
