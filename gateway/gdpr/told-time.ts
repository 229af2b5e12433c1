/** Times at which people say that somebody was told: a person of the lifting of a restriction (R34), a recipient of what was done (R36). */
import { inputError } from '../../subgraphs/kit';

/**
 * Checks such a time. What is stated is kept and cannot be corrected, so that a mistake must be refused.
 * @param of what there is to tell, by its name and the time of its making. That counts to the minute, as forms ask for times
 * @throws BAD_USER_INPUT naming `argument` for a time in the future, or before there was anything to tell
 */
export function assertTold(argument: string, at: Date, now: Date, of: { name: string; createdAt: Date }): void {
  if (at > now) throw inputError(argument, `${argument} is in the future.`);
  if (at.getTime() < new Date(of.createdAt).setUTCSeconds(0, 0))
    throw inputError(argument, `${argument} is before the ${of.name} was made.`);
}
