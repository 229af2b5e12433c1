import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a message's sender is the organisation itself. For existing messages it is unknown, so a person is assumed. */
export class MessagingOrganizationSender1700000004000 implements MigrationInterface {
  name = 'MessagingOrganizationSender1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE message ADD COLUMN from_organization boolean NOT NULL DEFAULT false,
         ADD CONSTRAINT message_organization_sends CHECK (NOT from_organization OR direction = 'OUTBOUND') NOT VALID`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE message DROP COLUMN from_organization');
  }
}
