/** What went wrong, for the user of a page. */

/** An error with a message in English. A page that speaks other languages has its own words for some codes. */
export class PageProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Anything thrown, as a problem; `UNKNOWN` when it says no code. */
export function pageProblem(error: unknown): PageProblem {
  if (error instanceof PageProblem) return error;
  return new PageProblem('UNKNOWN', error instanceof Error ? error.message : String(error));
}

/** Returns the gateway's error, or else the status of its response. */
export async function refusalOf(response: Response): Promise<PageProblem> {
  const otherwise = `The gateway answered with ${response.status}.`;
  try {
    const { errors } = (await response.json()) as { errors?: { message?: string; extensions?: { code?: string } }[] };
    const [first] = errors ?? [];
    return new PageProblem(first?.extensions?.code ?? 'UNKNOWN', first?.message ?? otherwise);
  } catch {
    return new PageProblem('UNKNOWN', otherwise);
  }
}
