import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMarkColumns, dateTermIndex } from '../../kit';

/** Version 2 of the contract: the age of each record (R25). */
export class DialerMarks1700000003000 implements MigrationInterface {
  name = 'DialerMarks1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addMarkColumns(queryRunner, 'dialer_contact', 'created_at');
    await addMarkColumns(queryRunner, 'call_attempt', 'at');
    await dateTermIndex(queryRunner, 'DialerContact', 'dialer_contact');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE call_attempt DROP COLUMN held_since, DROP COLUMN held_by_transaction');
    await queryRunner.query('ALTER TABLE dialer_contact DROP COLUMN held_since, DROP COLUMN held_by_transaction');
  }
}
