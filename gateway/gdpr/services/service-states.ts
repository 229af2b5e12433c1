import { ServiceCallError, type ServiceCallScope } from './service-call';
import type { PiiService } from '../schema.generated';
import type { PiiServices } from './pii-services';

/** An address that belongs to nobody: `.invalid` is never registered. */
const nobody = { email: 'nobody@habeas.invalid' };

/** Asks every service for nobody's data: the answer tells whether it is there and whether it needs a subject (R7). */
export async function serviceStates(
  { services, registry }: { services: PiiServices; registry: { names(): Promise<Set<string>> } },
  scope: ServiceCallScope,
): Promise<PiiService[]> {
  const registered = await registry.names();
  return Promise.all(
    services.all().map(async ({ name, url, ownsSubjects, client }) => {
      const source = registered.has(name) ? 'REGISTERED' : 'COMPOSED';
      const started = performance.now();
      try {
        const { subjectRequired } = await client.find(scope, nobody, 1);
        return {
          name,
          url,
          source,
          available: true,
          latencyMs: performance.now() - started,
          ownsSubjects,
          requiresSubject: subjectRequired,
        };
      } catch (error) {
        if (!(error instanceof ServiceCallError)) throw error;
        return { name, url, source, available: false, latencyMs: null, ownsSubjects, requiresSubject: false };
      }
    }),
  );
}
