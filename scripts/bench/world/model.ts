/** The truth about a random world of people: which requests named whom, and so what must have been done to whom (R25). */

/** Values by which requests name people. Every person has one of each kind, and shares it with some others. */
export const valueKinds = ['phone', 'email', 'name'] as const;
export type ValueKind = (typeof valueKinds)[number];
export type Values = Record<ValueKind, string>;

/** Where a person is stored: as an external contact, a user of the directory, or an entry on a list of the dialer. */
export const placeNames = ['contact', 'user', 'entry'] as const;
export type PlaceName = (typeof placeNames)[number];

/** A person as the world knows them. */
export interface Person {
  id: string;
  place: PlaceName;
  values: Values;
  /** Whether a request that erased them has completed. */
  gone: boolean;
}

/** A request, with the people whom it named when it was made. */
export interface NamedRequest {
  id: string;
  type: 'GET' | 'EXPORT' | 'DELETE' | 'UPDATE';
  named: Set<string>;
  /** The value that named them; null for an id. */
  value: { kind: ValueKind; value: string } | null;
  /** People who lost the value while the request ran: they may be touched or not. */
  lost: Set<string>;
  /** The last known status. */
  status: string;
}

/** Pseudo-random numbers from a seed, so that a run can be repeated (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export class WorldModel {
  readonly people = new Map<string, Person>();
  /** Ids in the order of arrival: of all people, and of those who can be merged. */
  readonly ids: string[] = [];
  readonly contacts: string[] = [];
  readonly requests: NamedRequest[] = [];
  private readonly sets = new Map<string, Set<string>>();
  private readonly holding = new Map<string, Set<string>>();
  private readonly naming = new Map<string, NamedRequest[]>();

  add(id: string, place: PlaceName, values: Values): void {
    this.people.set(id, { id, place, values, gone: false });
    this.ids.push(id);
    if (place === 'contact') this.contacts.push(id);
    this.sets.set(id, new Set([id]));
    for (const kind of valueKinds) this.holdersOf(kind, values[kind]).add(id);
  }

  /** The people who hold a value and have not been erased. */
  holders(kind: ValueKind, value: string): string[] {
    return [...this.holdersOf(kind, value)].filter((id) => !this.people.get(id)?.gone);
  }

  /** The members of a person's merge set. */
  setOf(id: string): string[] {
    return [...(this.sets.get(id) ?? [])].filter((member) => !this.people.get(member)?.gone);
  }

  receive(id: string, kind: ValueKind, value: string): void {
    const person = this.people.get(id);
    if (!person || person.values[kind] === value) return;
    for (const request of this.requestsOn(id))
      if (request.status !== 'COMPLETED' && request.value?.kind === kind) request.lost.add(id);
    this.holdersOf(kind, person.values[kind]).delete(id);
    person.values = { ...person.values, [kind]: value };
    this.holdersOf(kind, value).add(id);
  }

  merge(source: string, target: string): void {
    const members = new Set([...this.setOf(target), ...this.setOf(source)]);
    for (const member of members) this.sets.set(member, members);
  }

  split(id: string): void {
    const rest = new Set(this.setOf(id).filter((member) => member !== id));
    for (const member of rest) this.sets.set(member, rest);
    this.sets.set(id, new Set([id]));
  }

  /** Adds a request. */
  made(request: NamedRequest): void {
    this.requests.push(request);
    for (const id of request.named) this.naming.set(id, [...this.requestsOn(id), request]);
  }

  /** The requests that named a person, in the order of creation. */
  requestsOn(id: string): readonly NamedRequest[] {
    return this.naming.get(id) ?? [];
  }

  /** Records the current status of a request. */
  progress(request: NamedRequest, status: string): void {
    request.status = status;
    if (request.type !== 'DELETE' || status !== 'COMPLETED') return;
    for (const id of request.named) {
      const person = this.people.get(id);
      if (person && !request.lost.has(id)) person.gone = true;
    }
  }

  /** Whether a person may have been touched by a request of this type, must have been, or must not. */
  fate(id: string, type: NamedRequest['type']): 'untouched' | 'either' | 'touched' {
    const naming = this.requestsOn(id).filter((request) => request.type === type);
    if (naming.length === 0) return 'untouched';
    // A member of a merge set with its own request in flight is left to that request (R8).
    const own = ({ named }: NamedRequest) => named.size === 1 || naming.length === 1;
    return naming.some((request) => this.isCertain(request, id) && (request.value !== null || own(request)))
      ? 'touched'
      : 'either';
  }

  /** Whether a package still holds data of somebody whose erasure was asked for after it (R13). */
  holdsErased(exported: NamedRequest): boolean {
    return [...exported.named].some((id) => {
      const requests = this.requestsOn(id);
      const later = requests.slice(requests.indexOf(exported) + 1);
      const certain = ({ value, named }: NamedRequest) => value !== null || named.size === 1;
      return (
        !exported.lost.has(id) &&
        later.some((request) => request.type === 'DELETE' && certain(request) && this.isCertain(request, id))
      );
    });
  }

  private isCertain({ status, lost }: NamedRequest, id: string): boolean {
    return status === 'COMPLETED' && !lost.has(id);
  }

  private holdersOf(kind: ValueKind, value: string): Set<string> {
    const key = `${kind}:${value}`;
    const known = this.holding.get(key);
    if (known) return known;
    const holders = new Set<string>();
    this.holding.set(key, holders);
    return holders;
  }
}
