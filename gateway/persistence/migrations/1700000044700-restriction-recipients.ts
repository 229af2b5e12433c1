import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the recipients who must be told of a restriction of processing, and who reported that they were (Art. 19, R36). */
export class RestrictionRecipients1700000044700 implements MigrationInterface {
  name = 'RestrictionRecipients1700000044700';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gdpr_restriction_recipient (
        organization_id text NOT NULL,
        restriction_id uuid NOT NULL,
        service text NOT NULL,
        recipient text NOT NULL,
        informed_at timestamptz,
        informed_by bytea,
        PRIMARY KEY (organization_id, restriction_id, service, recipient))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE gdpr_restriction_recipient');
  }
}
