/** Runs a block of commands of a document as it is written, in an empty folder, by the program of this checkout. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programFile } from '../../scripts/cli/command';

/** What stands in place of the programs of a block. A call that none of them knows ends the block. */
const programs = {
  habeas: `exec '${process.execPath}' '${programFile()}' "$@"`,
  npx: '[ "$1" = habeas ] || exit 97; shift; exec habeas "$@"',
  // What `npm run` does without the build: every script of a command is the build and the command of its name.
  npm: '[ "$1" = run ] || exit 97; shift; [ "$1" != -s ] || shift; name=$1; shift; [ $# = 0 ] || shift; exec habeas "$name" "$@"',
  // Takes files as the real one does, and writes down what it is asked.
  kubectl: `printf '%s\\n' "$*" >> kubectl.log
for word; do case $word in --from-file=*) file=\${word##*=}; [ -s "$file" ] || { echo "There is no $file." >&2; exit 1; } ;; esac; done`,
};

export interface BlockOptions {
  /** The folder where it runs. */
  folder: string;
  environment?: Record<string, string>;
  /** Texts of the block that are others here, such as a port. */
  instead?: Record<string, string>;
}

/** Runs the block; its first command that fails is its end. */
export async function runBlock(block: string, { folder, environment = {}, instead = {} }: BlockOptions) {
  const bin = path.join(folder, '.bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  let script = block;
  for (const [text, other] of Object.entries(instead)) {
    if (!script.includes(text)) throw new Error(`The block has no ${text}.`);
    script = script.replaceAll(text, other);
  }
  const child = spawn('bash', ['-eo', 'pipefail', '-O', 'expand_aliases', '-c', script], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH ?? ''}`, HABEAS_DATA_DIR: path.join(folder, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const log = path.join(folder, 'kubectl.log');
  const kubectl = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return { status, ...written, kubectl };
}
