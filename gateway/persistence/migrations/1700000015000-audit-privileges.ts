import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The gateway's database role may only add and read entries of the audit log. */
export class AuditPrivileges1700000015000 implements MigrationInterface {
  name = 'AuditPrivileges1700000015000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM CURRENT_USER');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('GRANT UPDATE, DELETE, TRUNCATE ON audit_entry TO CURRENT_USER');
  }
}
