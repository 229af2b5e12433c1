import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns, dateTermIndex } from '../../kit';

/** Version 2 of the contract: the age of each record (R25). */
export class DirectoryMarks1700000003000 implements MigrationInterface {
  name = 'DirectoryMarks1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addMarkColumns(queryRunner, 'directory_user', 'created_at');
    await dateTermIndex(queryRunner, 'User', 'directory_user');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE directory_user DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
