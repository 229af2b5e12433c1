/** Waits until `check` returns a value, asking every 100 ms. */
export async function eventually<T>(check: () => Promise<T | null | undefined | false>, within = 60_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Nothing came of it within ${within} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
