import { answersInTime } from './answers-in-time';
import { ServiceCallError, type ServiceCallScope } from './service-call';
import type { PiiService } from '../schema.generated';
import type { PiiServices } from './pii-services';

/** An address that belongs to nobody: `.invalid` is never registered. */
const nobody = { email: 'nobody@habeas.invalid' };

/** How long a service has for the answer that shows that it is there, in milliseconds. */
const patience = 3_000;

/** Asks every service for nobody's data: the answer tells whether it is there and whether it needs a subject (R7). */
export async function serviceStates(
  { services, registry }: { services: PiiServices; registry: { names(): Promise<Set<string>> } },
  scope: ServiceCallScope,
): Promise<PiiService[]> {
  const registered = await registry.names();
  const all = services.all();
  const answers = await answersInTime(
    patience,
    all.map((service) => answerOf(service, scope)),
  );
  return all.map(({ name, url, ownsSubjects }, index) => ({
    name,
    url,
    source: registered.has(name) ? 'REGISTERED' : 'COMPOSED',
    ownsSubjects,
    ...(answers[index] ?? { available: false, latencyMs: null, requiresSubject: false }),
  }));
}

/** What a service's answer shows; null when it gives none. */
async function answerOf(
  { client }: ReturnType<PiiServices['all']>[number],
  scope: ServiceCallScope,
): Promise<Pick<PiiService, 'available' | 'latencyMs' | 'requiresSubject'> | null> {
  const started = performance.now();
  try {
    const { subjectRequired } = await client.find(scope, nobody, 1);
    return { available: true, latencyMs: performance.now() - started, requiresSubject: subjectRequired };
  } catch (error) {
    if (!(error instanceof ServiceCallError)) throw error;
    return null;
  }
}
