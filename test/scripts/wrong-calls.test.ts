/** The program `habeas` when a call is wrong or fails: its exit code, one line that says why, and nothing done. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programFile } from '../../scripts/cli/command';
import { reasonOf } from '../../scripts/cli/failure';
import { createProgram } from '../../scripts/cli/program';
import { serviceNames } from '../../scripts/develop/subgraphs';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { scratchProgram } from '../support/run/program';

const { scratch, habeas } = scratchProgram();
const commands = createProgram().commands.map((command) => command.name());

describe('a wrong call ends with 2, one line on stderr, and nothing done', () => {
  test.each([
    [['nope'], "error: unknown command 'nope'"],
    [['nope', '--help'], "error: unknown command 'nope'"],
    [['help', 'tokn'], "error: unknown command 'tokn'\n(Did you mean token?)"],
    [['keys', 'help', 'make'], "error: unknown command 'make'"],
    [['tokn', '--organization', 'a'], "error: unknown command 'tokn'\n(Did you mean token?)"],
    [['--nope'], "error: unknown option '--nope'"],
    [['token'], "error: required option '--organization <id>' not specified"],
    [['token', '--organization', 'a', 'b'], "error: too many arguments for 'token'. Expected 0 arguments but got 1."],
    [['new-service'], "error: missing required argument 'name'"],
    [
      ['inventory', '--format', 'pdf'],
      "error: option '--format <format>' argument 'pdf' is invalid. Allowed choices are markdown, csv, json.",
    ],
    [
      ['seed', '--people', 'many'],
      "error: option '--people <number>' argument 'many' is invalid. It takes a whole number from 0.",
    ],
    [
      ['bench', '--rounds', '0'],
      "error: option '--rounds <number>' argument '0' is invalid. It takes a whole number from 1.",
    ],
    [
      ['bench', '--only', 'all'],
      "error: option '--only <names>' argument 'all' is invalid. It takes some of processes, federated, requests, erasure, copies, subjects, attacks, audit, fairness, openings, seeding, installation, export, with commas.",
    ],
    [
      ['soak', '--minutes', '-1'],
      "error: option '--minutes <number>' argument '-1' is invalid. It takes a number above 0.",
    ],
    [
      ['replay-erasures', '--since', 'noon'],
      "error: option '--since <time>' argument 'noon' is invalid. It takes a day or an ISO 8601 time, for example 2026-03-01 or 2026-03-01T15:04:00Z.",
    ],
    ...['2026-02-30', 'backup 7', '2026-03-01T00:00:00'].map((time): [string[], string] => [
      ['replay-erasures', '--since', time],
      `error: option '--since <time>' argument '${time}' is invalid. It takes a day or an ISO 8601 time, for example 2026-03-01 or 2026-03-01T15:04:00Z.`,
    ]),
    [
      ['demo', '--port', '70000'],
      "error: option '--port <port>' argument '70000' is invalid. It takes a port number, from 1 to 65535.",
    ],
    [
      ['token', '--organization', 'a', '--expires', '2d'],
      "error: option '--expires <time>' argument '2d' is invalid. It takes a time of 1s to 24h, for example 30m.",
    ],
    [
      ['conformance', '--url', 'localhost'],
      "error: option '--url <url>' argument 'localhost' is invalid. It takes a URL, for example http://127.0.0.1:4101/graphql.",
    ],
    [
      ['compose', '--url', 'dialer'],
      "error: option '--url <name=URL>' argument 'dialer' is invalid. It takes a name and a value: name=value.",
    ],
    [
      ['compose', '--url', 'dialer=nonsense'],
      "error: option '--url <name=URL>' argument 'dialer=nonsense' is invalid. It takes a URL, for example http://127.0.0.1:4101/graphql.",
    ],
    [
      ['compose', '--url-template', 'http://one:4000/graphql'],
      "error: option '--url-template <template>' argument 'http://one:4000/graphql' is invalid. It takes a URL with {name} in it, for example http://{name}:4000/graphql.",
    ],
    [
      ['register', '--list', '--gateway', 'nonsense'],
      "error: option '--gateway <url>' argument 'nonsense' is invalid. It takes a URL, for example http://127.0.0.1:4101/graphql.",
    ],
    [
      ['report', '--organization', 'acme', '--from', 'noon', '--to', '2026-02-01'],
      "error: option '--from <time>' argument 'noon' is invalid. It takes a day or an ISO 8601 time, for example 2026-03-01 or 2026-03-01T15:04:00Z.",
    ],
    [
      ['token', '--organization', 'acme', '--subject', ''],
      "error: option '--subject <name>' argument '' is invalid. It must not be empty.",
    ],
    [
      ['keys', 'create', '--directory', ''],
      "error: option '--directory <directory>' argument '' is invalid. It must not be empty.",
    ],
    [['register', '--name', 'loyalty'], 'A service joins with --name and --url.'],
    [['register', '--list', '--retire', 'loyalty'], 'Give --name and --url, or --list, or --retire NAME.'],
    [['keys', 'make'], "error: unknown command 'make'"],
    [['keys', 'create'], "error: required option '--directory <directory>' not specified"],
  ])('habeas %j', (args, message) => {
    expect(habeas(args)).toEqual({ status: 2, stdout: '', stderr: `${message}\n` });
  });

  test.each(commands)('an option that %s does not have', (name) => {
    const { status, stdout, stderr } = habeas([name, '--no-such-option', ...required(name)]);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: "error: unknown option '--no-such-option'\n",
    });
  });

  /** The required options of a command, each with a valid value. */
  const required = (name: string) =>
    createProgram()
      .commands.find((command) => command.name() === name)
      ?.options.filter(({ mandatory }) => mandatory)
      .flatMap(({ long }) => [long ?? '', long === '--url' ? 'http://127.0.0.1:1/' : '2026-03-01']) ?? [];

  describe('also when it names something that does not exist, or its options do not go together', () => {
    const newFolder = path.join(scratch, 'a-new-service');
    test.each([
      [['service', 'ghost'], `There is no service "ghost"; there are ${serviceNames().join(', ')}.`],
      [['service', '../kit'], `There is no service "../kit"; there are ${serviceNames().join(', ')}.`],
      [['inventory', '--supergraph', '/nowhere/at/all'], '--supergraph: there is no file /nowhere/at/all.'],
      [['token', '--organization', 'a/b'], '--organization: an organisation id has 1 to 64 letters, digits, _ and -.'],
      [['seed', '--organization', 'a/b'], '--organization: an organisation id has 1 to 64 letters, digits, _ and -.'],
      [['soak', '--steps', '5'], '--steps goes with --world.'],
      [['bench', '--operation', 'x'], '--operation goes with --check.'],
      [
        ['rotate-keys', '--organization', 'acme'],
        '--organization goes with --data-keys; master keys wrap the keys of every organisation.',
      ],
      [['migrate', '--only', 'ghost'], `--only names "ghost"; there are ${serviceNames().join(', ')}, gateway.`],
      [['migrate', '--passwords', '/nowhere/at/all'], '--passwords: there is no directory /nowhere/at/all.'],
      [['api-changes', '--against', '/nowhere/at/all'], '--against: there is no file /nowhere/at/all.'],
      [
        ['api-changes', '--api', path.join(projectRoot(), 'LICENSE')],
        `--api: ${path.join(projectRoot(), 'LICENSE')} is no schema: Syntax Error: Unexpected Name "MIT".`,
      ],
      [['api-changes', '--changelog', '/'], '--changelog: / is a directory.'],
      [['compose', '--previous', '/nowhere/at/all'], '--previous: there is no file /nowhere/at/all.'],
      [['register', '--name', 'a', '--url', 'http://a/', '--sdl', '/nowhere'], '--sdl: there is no file /nowhere.'],
      [
        ['report', '--organization', 'a', '--from', '2026-02-01', '--to', '2026-01-01'],
        '--to takes a time after from.',
      ],
      [['restore', '--directory', '/nowhere'], '/nowhere holds no backup: its manifest.json cannot be read.'],
      [['bench', '--check', '--counts', '/nowhere'], '--counts: there is no file /nowhere.'],
      [['new-service', 'a', '--kit', '/nowhere.tgz'], '--kit is for a repository of its own: give --standalone too.'],
      [
        ['new-service', 'a', '--standalone', newFolder, '--kit', '/nowhere.tgz'],
        '--kit: there is no file /nowhere.tgz.',
      ],
    ])('habeas %j', (args, message) => {
      expect(habeas(args, { HABEAS_TOKEN: 'a.b.c' })).toEqual({ status: 2, stdout: '', stderr: `${message}\n` });
      expect(existsSync(newFolder)).toBe(false);
    });

    test('an unknown scope is named, with those that exist', () => {
      const { status, stdout, stderr } = habeas(['token', '--organization', 'a', '--scopes', 'audit:view nonsense']);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^--scopes: there is no scope nonsense; there are audit:view, .*\bwebhook:manage\.\n$/);
    });
  });
});

describe('what a command refuses ends with 1, and nothing is done', () => {
  test.each([
    [
      ['destroy-keys', '--organization', 'acme'],
      'Nothing was done. To destroy the keys of acme for good, add --confirm acme.',
    ],
    [['compose', '--subgraph', 'a=b'], 'The subgraphs do not compose:\n  - a: has no URL; give one with --url a=URL'],
    [
      ['compose', '--check', '--url', 'ghost=http://ghost.example/'],
      'The subgraphs do not compose:\n  - --url names "ghost", and there is dialer, directory, external-contacts, gdpr, messaging, recordings',
    ],
    [
      ['reindex'],
      `Not everything is indexed anew: there are no databases in ${path.join(scratch, 'data')}: npm start makes them, and DATABASE_URL names others. What is done stays done; run it again.`,
    ],
  ])('habeas %j', (args, message) => {
    expect(habeas(args)).toEqual({ status: 1, stdout: '', stderr: `${message}\n` });
  });

  test('register asks the gateway of the system that runs here, and says where nobody answers', () => {
    const data = path.join(scratch, 'running');
    mkdirSync(data);
    const call = () => habeas(['register', '--list', '--token', 'x'], { HABEAS_DATA_DIR: data, PORT: '3' });
    const unreachable = (port: number) => ({
      status: 1,
      stdout: '',
      stderr: `The gateway cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}. --gateway says where it is.\n`,
    });
    writeFileSync(path.join(data, 'gateway-url'), 'http://127.0.0.1:2/graphql');
    expect(call()).toEqual(unreachable(3));
    writeFileSync(path.join(data, 'start.pid'), String(process.pid));
    expect(call()).toEqual(unreachable(2));
  });
});

describe('a failure has a reason and no stack trace', () => {
  test('keys that cannot be fetched say nothing about the certificate', () => {
    const file = path.join(scratch, 'certificate.jws');
    writeFileSync(file, 'a.b.c');
    expect(habeas(['verify-certificate', file, '--keys', 'http://127.0.0.1:1/jwks.json'])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'The certificate could not be checked: the keys at http://127.0.0.1:1/jwks.json cannot be had: there is no answer.\n',
    });
  });

  test('a missing certificate file or missing keys say nothing about it either', () => {
    expect(habeas(['verify-certificate', '/nowhere/at/all'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'The certificate could not be checked: there is no file /nowhere/at/all.\n',
    });
    const { status, stderr } = habeas(['verify-certificate', programFile(), '--keys', '/nowhere/keys.json']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('/nowhere/keys.json is no file of keys (JWKS)')]);
  });

  test('the exit code is 2 for commands whose 1 means that a check has failed', () => {
    const audit = habeas(['verify-audit'], { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' });
    expect([audit.status, audit.stdout]).toEqual([2, '']);
    expect(audit.stderr).toMatch(/^The audit log could not be verified: /);
    const service = habeas(['conformance', '--url', 'http://127.0.0.1:1/graphql']);
    expect([service.status, service.stdout]).toEqual([2, '']);
    expect(service.stderr).toMatch(/^The service cannot be tried\. There is no \.\/conformance\.json[^\n]+\n$/);
    const url = ['--url', 'http://127.0.0.1:1/graphql'];
    const fixture = ['--fixture', path.join(projectRoot(), 'examples', 'loyalty', 'conformance.json')];
    for (const [given, why] of [
      [['--fixture', '/nowhere'], '--fixture: there is no file /nowhere.'],
      [['--fixture', programFile()], `--fixture: ${programFile()} is no JSON: `],
      [[...fixture, '--key', programFile()], `--key: ${programFile()} is no key (JWK): `],
      [[...fixture, '--key', fixture[1], '--schema', '/nowhere'], '--schema: there is no file /nowhere.'],
    ] as [string[], string][]) {
      const { status, stderr } = habeas(['conformance', ...url, ...given]);
      expect([status, stderr]).toEqual([2, expect.stringContaining(why)]);
    }
    expect(audit.stderr + service.stderr).not.toMatch(/^ +at /m);
  });

  test('also for an error without a message, or with a stack in its message', () => {
    const refused = ['::1', '127.0.0.1'].map((host) => new Error(`connect ECONNREFUSED ${host}:5432`));
    expect(reasonOf(new AggregateError(refused))).toBe(
      'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
    );
    expect(reasonOf(Object.assign(new Error(), { code: 'EACCES' }))).toBe('EACCES');
    expect(reasonOf(new RangeError())).toBe('RangeError');
    const missing = Object.assign(new Error("Cannot find module 'prettier'\nRequire stack:\n- /x.js"), {
      code: 'MODULE_NOT_FOUND',
    });
    expect(reasonOf(missing)).toBe(
      "Cannot find module 'prettier'. This command needs a checkout with its development dependencies: npm ci.",
    );
    expect(reasonOf('words')).toBe('words');
  });
});
