/**
 * Counts the nodes of data as they would be written: objects, list items and fields. An object that stands in several places
 * counts each time. Counting stops soon after `most`, so that huge data cost little more than slightly too large ones.
 */
export function countNodes(data: unknown, most: number): number {
  let count = 0;
  const open: unknown[] = [data];
  while (open.length > 0 && count <= most) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      count += value.length;
      for (const item of value) if (typeof item === 'object') open.push(item);
    } else {
      for (const key in value) {
        count += 1;
        const field = (value as Record<string, unknown>)[key];
        if (typeof field === 'object') open.push(field);
      }
    }
  }
  return count;
}
