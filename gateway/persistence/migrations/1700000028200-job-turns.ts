import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the turns of each queue: for each organisation the last turn given to its jobs, and the last one taken. */
export class JobTurns1700000028200 implements MigrationInterface {
  name = 'JobTurns1700000028200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE job_turn (
        queue text NOT NULL,
        organization_id text NOT NULL,
        turn bigint NOT NULL,
        taken bigint NOT NULL,
        PRIMARY KEY (queue, organization_id)
      ) WITH (fillfactor = 50)`);
    await queryRunner.query(`
      CREATE TABLE job_clock (
        queue text PRIMARY KEY,
        turn bigint NOT NULL
      ) WITH (fillfactor = 50)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE job_clock');
    await queryRunner.query('DROP TABLE job_turn');
  }
}
