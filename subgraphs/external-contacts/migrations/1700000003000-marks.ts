import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns, dateTermIndex } from '../../kit';

/** Version 2 of the contract: the age of each record (R25). */
export class ExternalContactsMarks1700000003000 implements MigrationInterface {
  name = 'ExternalContactsMarks1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addMarkColumns(queryRunner, 'external_contact', 'created_at');
    await dateTermIndex(queryRunner, 'ExternalContact', 'external_contact');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE external_contact DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
