/** Asks a service that is in no supergraph yet for its SDL, as Federation has it: `_service`. */
import { inputError } from '../../../subgraphs/kit';
import { CallFailure, ServiceConnection } from '../../federation/execution/service-connection';
import type { ServiceCallLimits, ServiceCallScope, SignServiceToken } from './service-call';

/** The largest answer with an SDL, in bytes. */
const largestAnswer = 1024 * 1024;

/** What asking takes. */
interface AskTools {
  signToken: SignServiceToken;
  limits: ServiceCallLimits;
}

/** @throws BAD_USER_INPUT when the address does not answer with one */
export async function askSdl(
  { signToken, limits }: AskTools,
  { name, url }: { name: string; url: string },
  scope: ServiceCallScope,
): Promise<string> {
  const { origin, pathname, search } = new URL(url);
  const { timeout = 30_000, tls = {} } = limits;
  const bounds = { timeout: Math.min(timeout, 5_000), connections: 1, maximumResponseBytes: largestAnswer, tls };
  const connection = new ServiceConnection(origin, bounds);
  try {
    const token = await signToken(name, scope);
    const { status, data } = await connection.send({
      path: pathname + search,
      token,
      query: '{ _service { sdl } }',
      variables: {},
      repeatable: true,
    });
    const sdl = (data?._service as { sdl?: unknown } | null | undefined)?.sdl;
    if (typeof sdl === 'string') return sdl;
    const reason =
      status === 401 ? 'the service refused the token' : 'the service does not answer { _service { sdl } }';
    throw inputError('input.url', `input.url: ${reason}. Give its SDL as input.sdl, or mend that.`);
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const message = `input.url: there is no answer of a service (${error.reason}). Start it, or give its SDL as input.sdl.`;
    throw inputError('input.url', message);
  } finally {
    await connection.close();
  }
}
