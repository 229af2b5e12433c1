/** A map that forgets what was used the longest ago once it is full. */
export class BoundedCache<K, V> {
  private readonly entries = new Map<K, V>();

  /** @param maximum how many entries it holds */
  constructor(private readonly maximum: number) {}

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    // A map lists its keys in the order of insertion: the first is the one that was used the longest ago.
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.maximum && oldest !== undefined) this.entries.delete(oldest);
  }

  delete(key: K): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  get size(): number {
    return this.entries.size;
  }
}
