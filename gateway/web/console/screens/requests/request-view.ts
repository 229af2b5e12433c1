/** A request as its screen reads it. */
import type { RequestQuery } from '../../operations.generated';

export type RequestView = NonNullable<RequestQuery['gdprRequest']>;
