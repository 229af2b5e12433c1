import type { DataSource } from 'typeorm';
import { openDatabase, type DatabaseConfig } from '../../subgraphs/kit/base/persistence/data-source';
import { migrateDatabase, type DatabaseServer } from '../../subgraphs/kit/base/persistence/migrate-database';
import { OrganizationKeys1700000000000 } from '../../subgraphs/kit/base/persistence/kit-migration';
import { GdprCase } from '../gdpr/cases/gdpr-case';
import { GdprRequest, GdprTask } from '../gdpr/entities';
import { GdprRecipient } from '../gdpr/recipient';
import { LegalHold } from '../gdpr/holds/legal-hold';
import {
  GdprRestrictedSubject,
  GdprRestriction,
  GdprRestrictionRecipient,
  GdprRestrictionService,
} from '../gdpr/restrictions/restriction';
import { TransactionEnds } from './before-commit';
import { createQueueTables, queuePrivileges } from '../gdpr/processing/queue/queue-tables';
import { WebhookDelivery } from '../webhooks/delivery/webhook-delivery';
import { WebhookEndpoint } from '../webhooks/endpoints/webhook-endpoint';
import { Requests1700000010000 } from './migrations/1700000010000-requests';
import { Audit1700000011000 } from './migrations/1700000011000-audit';
import { Exports1700000013000 } from './migrations/1700000013000-exports';
import { SplitOff1700000014000 } from './migrations/1700000014000-split-off';
import { AuditPrivileges1700000015000 } from './migrations/1700000015000-audit-privileges';
import { ExportParts1700000016000 } from './migrations/1700000016000-export-parts';
import { AppendAudit1700000017000 } from './migrations/1700000017000-append-audit';
import { SweepExports1700000018000 } from './migrations/1700000018000-sweep-exports';
import { Agreed1700000019000 } from './migrations/1700000019000-agreed';
import { AuditHashesWhatIsStored1700000019100 } from './migrations/1700000019100-audit-hashes-what-is-stored';
import { ReadAudit1700000021000 } from './migrations/1700000021000-read-audit';
import { AuditCheckpoints1700000028000 } from './migrations/1700000028000-audit-checkpoints';
import { JobTurns1700000028200 } from './migrations/1700000028200-job-turns';
import { Leases1700000022000 } from './migrations/1700000022000-leases';
import { MatchedSubjects1700000025000 } from './migrations/1700000025000-matched-subjects';
import { Replacements1700000025300 } from './migrations/1700000025300-replacements';
import { KeptTerms1700000026000 } from './migrations/1700000026000-kept-terms';
import { AuditAnchors1700000031000 } from './migrations/1700000031000-audit-anchors';
import { Retention1700000032000 } from './migrations/1700000032000-retention';
import { SealedWords1700000034000 } from './migrations/1700000034000-sealed-words';
import { Cases1700000035000 } from './migrations/1700000035000-cases';
import { PackageLinks1700000036000 } from './migrations/1700000036000-package-links';
import { WaitingRequests1700000037000 } from './migrations/1700000037000-waiting-requests';
import { LegalHolds1700000040000 } from './migrations/1700000040000-legal-holds';
import { Tombstones1700000043000 } from './migrations/1700000043000-tombstones';
import { Webhooks1700000041000 } from './migrations/1700000041000-webhooks';
import { ToldDeadlines1700000042000 } from './migrations/1700000042000-told-deadlines';
import { RequestCounts1700000037500 } from './migrations/1700000037500-request-counts';
import { Restrictions1700000044000 } from './migrations/1700000044000-restrictions';
import { EndedHolds1700000044600 } from './migrations/1700000044600-ended-holds';
import { RestrictionRecipients1700000044700 } from './migrations/1700000044700-restriction-recipients';
import { RegisteredServices1700000046000 } from './migrations/1700000046000-registered-services';
import { WorkDue1700000048500 } from './migrations/1700000048500-work-due';
import { ExportsDue1700000049000 } from './migrations/1700000049000-exports-due';
import { ListedRequests1700000050000 } from './migrations/1700000050000-listed-requests';
import { ServiceCode1700000051000 } from './migrations/1700000051000-service-code';
import { EarlierSecrets1700000052300 } from './migrations/1700000052300-earlier-secrets';
import { UntoldDeadlines1700000052400 } from './migrations/1700000052400-untold-deadlines';
import { RecoveredHolds1700000053000 } from './migrations/1700000053000-recovered-holds';
import { ApprovedPlans1700000053700 } from './migrations/1700000053700-approved-plans';
import { HeldParts1700000053800 } from './migrations/1700000053800-held-parts';
import { ParentRequests1700000054000 } from './migrations/1700000054000-parent-requests';
import { CasePackages1700000038000 } from './migrations/1700000038000-case-packages';
import { FamilyPackages1700000027000 } from './migrations/1700000027000-family-packages';
import { AttemptsUntil1700000024000 } from './migrations/1700000024000-attempts-until';
import { Joined1700000025100 } from './migrations/1700000025100-joined';
import { Marks1700000025200 } from './migrations/1700000025200-marks';
import { VerifyAgain1700000028300 } from './migrations/1700000028300-verify-again';
import { Erasures1700000012000 } from './migrations/1700000012000-erasures';

/** The gateway's part of its database's name, `habeas_gateway`. */
export const gatewayDatabase = 'gateway';

/** The migrations of the gateway's database, in the order in which they run. */
const migrations = [
  OrganizationKeys1700000000000,
  Requests1700000010000,
  Audit1700000011000,
  Erasures1700000012000,
  Exports1700000013000,
  SplitOff1700000014000,
  AuditPrivileges1700000015000,
  ExportParts1700000016000,
  AppendAudit1700000017000,
  SweepExports1700000018000,
  Agreed1700000019000,
  AuditHashesWhatIsStored1700000019100,
  ReadAudit1700000021000,
  Leases1700000022000,
  AttemptsUntil1700000024000,
  MatchedSubjects1700000025000,
  Joined1700000025100,
  Marks1700000025200,
  Replacements1700000025300,
  KeptTerms1700000026000,
  FamilyPackages1700000027000,
  AuditCheckpoints1700000028000,
  JobTurns1700000028200,
  VerifyAgain1700000028300,
  AuditAnchors1700000031000,
  Retention1700000032000,
  SealedWords1700000034000,
  Cases1700000035000,
  PackageLinks1700000036000,
  WaitingRequests1700000037000,
  RequestCounts1700000037500,
  CasePackages1700000038000,
  LegalHolds1700000040000,
  Webhooks1700000041000,
  ToldDeadlines1700000042000,
  Tombstones1700000043000,
  Restrictions1700000044000,
  EndedHolds1700000044600,
  RestrictionRecipients1700000044700,
  RegisteredServices1700000046000,
  WorkDue1700000048500,
  ExportsDue1700000049000,
  ListedRequests1700000050000,
  ServiceCode1700000051000,
  EarlierSecrets1700000052300,
  UntoldDeadlines1700000052400,
  RecoveredHolds1700000053000,
  ApprovedPlans1700000053700,
  HeldParts1700000053800,
  ParentRequests1700000054000,
];

/** Opens the gateway's own database: requests, tasks, the audit log and the queue. @throws ConfigurationError */
export const openGatewayDatabase = (config: DatabaseConfig): Promise<DataSource> =>
  openDatabase(config, {
    name: gatewayDatabase,
    entities: [
      GdprRequest,
      GdprTask,
      GdprCase,
      GdprRecipient,
      LegalHold,
      GdprRestriction,
      GdprRestrictedSubject,
      GdprRestrictionService,
      GdprRestrictionRecipient,
      WebhookEndpoint,
      WebhookDelivery,
    ],
    migrations,
    subscribers: [TransactionEnds],
  });

/**
 * Creates or migrates the gateway's database, including the queue's tables, and the gateway's database role.
 * @param password the role's password; without one the role keeps its own
 */
export const migrateGatewayDatabase = (server: DatabaseServer, password?: string): Promise<void> =>
  migrateDatabase(
    server,
    { name: gatewayDatabase, migrations, furtherTables: createQueueTables, privileges },
    password,
  );

const privileges = (role: string): string[] => [...auditPrivileges(role), ...queuePrivileges(role)];

/**
 * SQL: the role's privileges on the audit log. It may read the log, and append by the function that maintains the chain, which runs with
 * its owner's rights. The role itself may neither insert, change or remove entries, nor move the head (R21).
 */
const auditPrivileges = (role: string): string[] => [
  `REVOKE ALL ON audit_entry, audit_head FROM ${role}`,
  `GRANT SELECT ON audit_entry, audit_head TO ${role}`,
  'ALTER FUNCTION append_audit SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp',
  'REVOKE EXECUTE ON FUNCTION append_audit FROM PUBLIC',
  `GRANT EXECUTE ON FUNCTION append_audit TO ${role}`,
];
