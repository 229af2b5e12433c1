import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What no request reaches is listed by index, however few there are. */
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
