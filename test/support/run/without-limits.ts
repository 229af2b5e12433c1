/** Turns rate limits off: tests make more calls per minute than a caller may. Tests of the limits set their own. */
export const withoutLimits = Object.fromEntries(
  ['SUBJECTS', 'REPORTS', 'REQUESTS', 'READS'].flatMap((name) =>
    [`RATE_LIMIT_${name}`, `RATE_LIMIT_${name}_ORGANIZATION`].map((variable) => [variable, '100000/60']),
  ),
);
