import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns } from '../../kit';

/** Version 2 of the contract: the age of each record (R25). */
export class RecordingsMarks1700000003000 implements MigrationInterface {
  name = 'RecordingsMarks1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addMarkColumns(queryRunner, 'recording', 'started_at');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE recording DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
