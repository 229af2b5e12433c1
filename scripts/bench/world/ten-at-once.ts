/** Works on the items, ten at once. */
export async function tenAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += 10) await Promise.all(items.slice(first, first + 10).map(work));
}
