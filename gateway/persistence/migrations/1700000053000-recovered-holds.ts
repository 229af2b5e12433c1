import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = ['subject_term', 'reason', 'reference', 'placed_by'];

/** Lets legal holds that a restored gateway takes back lack what no checkpoint states, or what nobody can read any more (R26, R31). */
export class RecoveredHolds1700000053000 implements MigrationInterface {
  name = 'RecoveredHolds1700000053000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const column of columns) await queryRunner.query(`ALTER TABLE gdpr_legal_hold ALTER ${column} DROP NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const column of columns) await queryRunner.query(`ALTER TABLE gdpr_legal_hold ALTER ${column} SET NOT NULL`);
  }
}
