/** All commands, by group. A new command is a module in a folder `commands`, and a line here. */
import type { Command } from 'commander';
import { registerBench } from '../bench/commands/bench';
import { registerSoak } from '../bench/commands/soak';
import { registerApiChanges } from '../develop/commands/api-changes';
import { registerCodegen } from '../develop/commands/codegen';
import { registerCompose } from '../develop/commands/compose';
import { registerConformance } from '../develop/commands/conformance';
import { registerDemo } from '../develop/commands/demo';
import { registerNewService } from '../develop/commands/new-service';
import { registerSeed } from '../develop/commands/seed';
import { registerStart } from '../develop/commands/start';
import { registerToken } from '../develop/commands/token';
import { registerBackup } from '../operate/commands/backup';
import { registerDestroyKeys } from '../operate/commands/keys/destroy-keys';
import { registerInventory } from '../operate/commands/inventory';
import { registerKeys } from '../operate/commands/keys/keys';
import { registerMigrate } from '../operate/commands/migrate';
import { registerRegister } from '../operate/commands/register';
import { registerReindex } from '../operate/commands/reindex';
import { registerReplayErasures } from '../operate/commands/replay-erasures';
import { registerReport } from '../operate/commands/report';
import { registerRestore } from '../operate/commands/restore';
import { registerRotateKeys } from '../operate/commands/keys/rotate-keys';
import { registerVerifyAudit } from '../operate/commands/verify-audit';
import { registerVerifyCertificate } from '../operate/commands/verify-certificate';
import { registerGateway } from '../run/commands/gateway';
import { registerGdpr } from '../run/commands/gdpr';
import { registerReady } from '../run/commands/ready';
import { registerService } from '../run/commands/service';
import { registerWorker } from '../run/commands/worker';
import { buildProgram } from './build-program';
import type { Register } from './command';

const groups: Record<string, Register[]> = {
  Run: [registerGateway, registerGdpr, registerWorker, registerService, registerReady],
  Operate: [
    registerKeys,
    registerMigrate,
    registerBackup,
    registerRestore,
    registerVerifyAudit,
    registerVerifyCertificate,
    registerReplayErasures,
    registerRotateKeys,
    registerReindex,
    registerDestroyKeys,
    registerInventory,
    registerReport,
    registerRegister,
  ],
  Develop: [
    registerStart,
    registerDemo,
    registerSeed,
    registerToken,
    registerCompose,
    registerCodegen,
    registerApiChanges,
    registerNewService,
    registerConformance,
    registerBench,
    registerSoak,
  ],
};

/** The program with all its commands. */
export const createProgram = (): Command =>
  buildProgram({
    description: "Answers GDPR data-subject requests across the services that hold people's data.",
    groups,
    calls: ['start', 'token --organization acme', 'verify-audit --help'],
  });
