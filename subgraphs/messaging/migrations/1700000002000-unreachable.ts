import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An index of the rows with unreachable data, so that listing them is fast, however few they are. */
export class MessagingUnreachable1700000002000 implements MigrationInterface {
  name = 'MessagingUnreachable1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE INDEX conversation_unreachable ON conversation (organization_id, id) WHERE custom_attributes IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX conversation_unreachable');
  }
}
