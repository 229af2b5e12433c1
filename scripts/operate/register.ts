/** `habeas register`: a service joins a running Habeas through the API, whichever repository it is in. */
import { readGiven } from '../cli/given-file';
import { completeSdl } from '../../subgraphs/kit/base/sdl';
import { reasonOf, WrongCall } from '../cli/failure';
import { ApiClient } from '../develop/api-client';
import { gatewayHere } from './gateway-here';

interface CommandOptions {
  name?: string;
  url?: string;
  sdl?: string;
  list?: boolean;
  retire?: string;
  gateway?: string;
  token?: string;
}

/** The one task that the options ask for. @throws saying which options belong together */
function workOf({ name, url, sdl, list, retire }: CommandOptions): (api: ApiClient) => Promise<string[]> {
  const registers = name !== undefined || url !== undefined || sdl !== undefined;
  if ([registers, list === true, retire !== undefined].filter(Boolean).length !== 1)
    throw new WrongCall('Give --name and --url, or --list, or --retire NAME.');
  if (list) return listServices;
  if (retire !== undefined) return (api) => retireService(api, retire);
  if (name === undefined || url === undefined) throw new WrongCall('A service joins with --name and --url.');
  // A file that imports the contract is completed here: it may be of another version of the kit.
  const text = sdl === undefined ? null : completeSdl(readGiven('--sdl', sdl));
  return (api) => registerService(api, { name, url, sdl: text });
}

async function listServices(api: ApiClient): Promise<string[]> {
  const { registeredServices: services } = await answered<{
    registeredServices: { name: string; url: string; registeredAt: string }[];
  }>(api, 'query Services { registeredServices { name url registeredAt } }');
  if (services.length === 0) return ['No service has joined.'];
  const widest = Math.max(...services.map(({ name }) => name.length));
  return services.map(({ name, url, registeredAt }) => `${name.padEnd(widest)}  ${url}  (since ${registeredAt})`);
}

async function registerService(api: ApiClient, input: { name: string; url: string; sdl: string | null }) {
  const { registerService: registration } = await answered<{
    registerService: { service: { name: string; url: string }; warnings: string[] };
  }>(
    api,
    `mutation Register($input: RegisterServiceInput!) {
      registerService(input: $input) { service { name url } warnings }
    }`,
    { input },
  );
  const { service, warnings } = registration;
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  return [`${service.name} has joined, at ${service.url}. The next request asks it.`];
}

async function retireService(api: ApiClient, name: string): Promise<string[]> {
  await answered(api, 'mutation Retire($name: String!) { retireService(name: $name) { name } }', { name });
  return [`${name} is retired. No request asks it any more.`];
}

/** Sends one operation. @throws with the problems that the gateway reports, a line for each */
async function answered<T>(api: ApiClient, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors, status } = await api.send<T>(query, variables).catch((error: unknown) => {
    const why = reasonOf(error);
    throw new Error(`The gateway cannot be reached: ${why}. --gateway says where it is.`, { cause: error });
  });
  const [error] = errors ?? [];
  if (!error && data) return data;
  const { code, problems, requiredScopes } = error?.extensions ?? {};
  const lines = Array.isArray(problems) ? problems.map((problem) => `\n  - ${String(problem)}`) : [];
  const scopes = Array.isArray(requiredScopes) ? ` It takes the scope ${requiredScopes.flat().join(' or ')}.` : '';
  throw new Error(
    error
      ? `${String(code)}: ${lines.length > 0 ? `nothing was changed:${lines.join('')}` : error.message}${scopes}`
      : `The gateway answered with HTTP ${status}.`,
  );
}

/** Does what the options ask for. */
export async function run(options: CommandOptions): Promise<void> {
  const work = workOf(options);
  const token = options.token ?? process.env.HABEAS_TOKEN;
  if (!token) throw new WrongCall("Give a caller's token with --token, or in HABEAS_TOKEN.");
  const { gateway = gatewayHere() } = options;
  for (const line of await work(new ApiClient(gateway, token))) console.log(line);
}
