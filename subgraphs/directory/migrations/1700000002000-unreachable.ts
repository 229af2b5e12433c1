import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An index of the rows with unreachable data, so that listing them is fast, however few they are. */
export class DirectoryUnreachable1700000002000 implements MigrationInterface {
  name = 'DirectoryUnreachable1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE INDEX directory_user_unreachable ON directory_user (organization_id, id) WHERE status_text IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX directory_user_unreachable');
  }
}
