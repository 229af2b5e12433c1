/** The callers of one gateway, each with the operations that it has begun and those that wait (R27). */
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';
import type { Load, Spending } from './load';

/** How long a caller counts as one of several after its last operation, in milliseconds. */
const memory = 1_000;

export interface Organization {
  readonly id: string;
  /** The places that its callers hold. */
  places: number;
  /** Its callers. */
  lines: number;
}

/** The operations of one caller. */
export interface Line {
  readonly key: string;
  readonly organization: Organization;
  readonly spending: Spending;
  /** Functions that begin the waiting operations, the oldest first. */
  readonly waiting: Set<() => void>;
  /** The places that it holds. */
  places: number;
  /** When it last asked for a place, when its newest operation began, and when it last got an answer or abandoned an operation. */
  asked: number;
  began: number;
  answered: number;
  abandoned: number;
  /** Whether one has begun since the process last looked at everything else that has come. */
  begun: boolean;
}

export class Lines {
  private readonly organizations = new Map<string, Organization>();
  private readonly lines = new Map<string, Line>();
  private swept = 0;

  constructor(private readonly load: Load) {}

  /** Whether several callers ask. */
  get several(): boolean {
    return this.lines.size > 1;
  }

  /** Whether callers of several organisations ask. */
  get severalOrganizations(): boolean {
    return this.organizations.size > 1;
  }

  /** Returns the line of a caller who asks now. */
  of({ organizationId, subject }: Pick<Caller, 'organizationId' | 'subject'>): Line {
    const now = performance.now();
    if (now - this.swept > memory) this.sweep(now);
    const key = `${organizationId}\n${subject}`;
    const line = this.lines.get(key) ?? this.add(key, organizationId);
    line.asked = now;
    return line;
  }

  private add(key: string, organizationId: string): Line {
    const organization = this.organizations.get(organizationId) ?? { id: organizationId, places: 0, lines: 0 };
    this.organizations.set(organizationId, organization);
    organization.lines += 1;
    const line: Line = {
      key,
      organization,
      spending: this.load.add(),
      waiting: new Set(),
      places: 0,
      asked: 0,
      began: -Infinity,
      answered: -Infinity,
      abandoned: -Infinity,
      begun: false,
    };
    this.lines.set(key, line);
    return line;
  }

  private sweep(now: number): void {
    this.swept = now;
    this.load.age();
    for (const { key, organization, spending, places, waiting, asked } of this.lines.values()) {
      if (places > 0 || waiting.size > 0 || now - asked <= memory) continue;
      this.lines.delete(key);
      this.load.remove(spending);
      organization.lines -= 1;
      if (organization.lines === 0) this.organizations.delete(organization.id);
    }
  }
}
