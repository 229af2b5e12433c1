/** Returns the gateway's error message, or else the status of its response. */
export async function problemOf(response: Response): Promise<string> {
  const otherwise = `The gateway answered with ${response.status}.`;
  try {
    const { errors } = (await response.json()) as { errors?: { message?: string }[] };
    return errors?.[0]?.message ?? otherwise;
  } catch {
    return otherwise;
  }
}
