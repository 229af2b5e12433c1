import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Adds the indexes for `auditLog`: each condition, followed by the order of time from either end, so that the cost of a page does not
 * grow with the log. The digest is extracted from the entry's detail, which the chain covers, by exactly the expression that the
 * statement uses.
 */
export class ReadAudit1700000021000 implements MigrationInterface {
  name = 'ReadAudit1700000021000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX audit_entry_time ON audit_entry (organization_id, at, sequence)');
    await queryRunner.query('CREATE INDEX audit_entry_actor ON audit_entry (organization_id, actor, at, sequence)');
    await queryRunner.query('CREATE INDEX audit_entry_action ON audit_entry (organization_id, action, at, sequence)');
    await queryRunner.query(
      'CREATE INDEX audit_entry_request_time ON audit_entry (organization_id, request_id, at, sequence)',
    );
    await queryRunner.query('DROP INDEX audit_entry_request');
    await queryRunner.query(`
      CREATE INDEX audit_entry_term ON audit_entry
        (organization_id, substring(detail FROM 'term digest ([0-9a-f]+)'), at, sequence)
      WHERE substring(detail FROM 'term digest ([0-9a-f]+)') IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX audit_entry_request ON audit_entry (organization_id, request_id, sequence)');
    for (const index of ['time', 'actor', 'action', 'request_time', 'term'])
      await queryRunner.query(`DROP INDEX audit_entry_${index}`);
  }
}
