import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The columns of the counts, each with the type of request that it counts. */
const columns = { get_count: 'GET', export_count: 'EXPORT', update_count: 'UPDATE', delete_count: 'DELETE' };
const names = Object.keys(columns);
const counted = Object.entries(columns).map(([name, type]) => `count(*) FILTER (WHERE type = '${type}') AS ${name}`);

/**
 * Adds the number of requests of each organisation and type, for lists with totals. Triggers maintain it, so that requests of the
 * previous version are counted too. An organisation has several rows, and each session uses one of them, so that concurrent creations
 * seldom wait for each other. A transaction locks its row before the organisation's audit chain.
 */
export class RequestCounts1700000037500 implements MigrationInterface {
  name = 'RequestCounts1700000037500';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_request_count (
        organization_id text NOT NULL,
        slot smallint NOT NULL,
        ${names.map((name) => `${name} bigint NOT NULL DEFAULT 0`).join(', ')},
        PRIMARY KEY (organization_id, slot)) WITH (fillfactor = 50)`);
    await queryRunner.query(`
      CREATE FUNCTION count_gdpr_requests() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        direction bigint := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
      BEGIN
        INSERT INTO gdpr_request_count AS known (organization_id, slot, ${names.join(', ')})
        SELECT organization_id, pg_backend_pid() % 8, ${names.map((name) => `direction * ${name}`).join(', ')}
        FROM (SELECT organization_id, ${counted.join(', ')} FROM changed GROUP BY organization_id) total
        ORDER BY organization_id
        ON CONFLICT (organization_id, slot) DO UPDATE
        SET ${names.map((name) => `${name} = known.${name} + excluded.${name}`).join(', ')};
        RETURN NULL;
      END $$`);
    // No request may be written between counting the existing ones and creating the triggers.
    await queryRunner.query('LOCK TABLE gdpr_request IN SHARE ROW EXCLUSIVE MODE');
    for (const [event, rows] of Object.entries({ INSERT: 'NEW', DELETE: 'OLD' }))
      await queryRunner.query(`
        CREATE TRIGGER gdpr_request_counted_${event.toLowerCase()} AFTER ${event} ON gdpr_request
        REFERENCING ${rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_gdpr_requests()`);
    await queryRunner.query(`
      INSERT INTO gdpr_request_count (organization_id, slot, ${names.join(', ')})
      SELECT organization_id, 0, ${counted.join(', ')} FROM gdpr_request GROUP BY organization_id`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'delete'])
      await queryRunner.query(`DROP TRIGGER gdpr_request_counted_${event} ON gdpr_request`);
    await queryRunner.query('DROP FUNCTION count_gdpr_requests');
    await queryRunner.query('DROP TABLE gdpr_request_count');
  }
}
