import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds webhooks (R32): an organisation's endpoints, the deliveries to each, and the number of events about each request or case. A
 * delivery is pending while it has the time of a next attempt; each way to end has a column with its time.
 */
export class Webhooks1700000041000 implements MigrationInterface {
  name = 'Webhooks1700000041000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE webhook_endpoint (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        url bytea NOT NULL,
        events text[],
        secret bytea NOT NULL,
        previous_secret bytea,
        previous_until timestamptz,
        enabled boolean NOT NULL,
        disabled_reason text,
        failing_since timestamptz,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organization_id, id))`);
    await queryRunner.query('CREATE UNIQUE INDEX webhook_endpoint_id ON webhook_endpoint (id)');
    await queryRunner.query(`
      CREATE TABLE webhook_delivery (
        organization_id text NOT NULL,
        id uuid NOT NULL,
        endpoint_id uuid NOT NULL,
        event text,
        request_id uuid,
        case_id uuid,
        body text NOT NULL,
        created_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        round integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        leased_until timestamptz,
        delivered_at timestamptz,
        failed_at timestamptz,
        last_status_code integer,
        last_error text,
        PRIMARY KEY (organization_id, id))`);
    await queryRunner.query(
      'CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL',
    );
    await queryRunner.query(
      'CREATE INDEX webhook_delivery_listed ON webhook_delivery (organization_id, created_at DESC, id DESC)',
    );
    await queryRunner.query(
      'CREATE INDEX webhook_delivery_failed ON webhook_delivery (endpoint_id, failed_at) WHERE failed_at IS NOT NULL',
    );
    await queryRunner.query('CREATE INDEX webhook_delivery_created ON webhook_delivery (created_at)');
    await queryRunner.query(`
      CREATE TABLE webhook_sequence (
        organization_id text NOT NULL,
        about uuid NOT NULL,
        last integer NOT NULL,
        PRIMARY KEY (organization_id, about))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE webhook_sequence');
    await queryRunner.query('DROP TABLE webhook_delivery');
    await queryRunner.query('DROP TABLE webhook_endpoint');
  }
}
