/** Every command there is, by group. A new command is a module in a folder `commands`, and a line here. */
import { Command } from 'commander';
import { registerBench } from '../bench/commands/bench';
import { registerSoak } from '../bench/commands/soak';
import { registerCodegen } from '../develop/commands/codegen';
import { registerCompose } from '../develop/commands/compose';
import { registerConformance } from '../develop/commands/conformance';
import { registerDemo } from '../develop/commands/demo';
import { registerNewService } from '../develop/commands/new-service';
import { registerSeed } from '../develop/commands/seed';
import { registerStart } from '../develop/commands/start';
import { registerToken } from '../develop/commands/token';
import { registerDestroyKeys } from '../operate/commands/destroy-keys';
import { registerInventory } from '../operate/commands/inventory';
import { registerReplayErasures } from '../operate/commands/replay-erasures';
import { registerRotateKeys } from '../operate/commands/rotate-keys';
import { registerVerifyAudit } from '../operate/commands/verify-audit';
import { registerVerifyCertificate } from '../operate/commands/verify-certificate';
import { registerGateway } from '../run/commands/gateway';
import { registerService } from '../run/commands/service';
import { examples, type Register } from './command';

const groups: Record<string, Register[]> = {
  Run: [registerGateway, registerService],
  Operate: [
    registerVerifyAudit,
    registerVerifyCertificate,
    registerReplayErasures,
    registerRotateKeys,
    registerDestroyKeys,
    registerInventory,
  ],
  Develop: [
    registerStart,
    registerDemo,
    registerSeed,
    registerToken,
    registerCompose,
    registerCodegen,
    registerNewService,
    registerConformance,
    registerBench,
    registerSoak,
  ],
};

/** The program with all its commands. Nothing of what they do is loaded before one runs. */
export function createProgram(): Command {
  const program = new Command('habeas').description(
    "Answers GDPR data-subject requests across the services that hold people's data.",
  );
  for (const [group, registers] of Object.entries(groups)) {
    program.commandsGroup(`${group}:`);
    for (const register of registers)
      register(program).addHelpText('after', `\nGroup: ${group} (habeas --help lists every command)`);
  }
  return program.addHelpText('after', examples('start', 'token --organization acme', 'verify-audit --help'));
}
