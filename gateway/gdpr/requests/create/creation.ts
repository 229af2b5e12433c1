import type { GdprRequest } from '../../entities';

/** The answer of `createGdprRequest`: the request, and whether it is a new one. */
export interface Creation {
  request: GdprRequest;
  created: boolean;
  /** How many requests this call created: the whole family. */
  made?: number;
}
