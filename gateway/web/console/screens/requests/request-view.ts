/** A request as its screen's query returns it. */
import type { RequestQuery } from '../../operations.generated';

export type RequestView = NonNullable<RequestQuery['gdprRequest']>;
