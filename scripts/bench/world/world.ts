/**
 * A random world on a running system: people who share names, phones, mailboxes and merge sets, in the directory, among the
 * external contacts and on a list of the dialer. They arrive, receive values of others, and are merged and split, while requests
 * run, fail, are retried and cancelled. Whatever happens, exactly what the requests named when they were made may be erased or
 * corrected (R8, R24, R25).
 */
import { finishedStatuses } from '../../../gateway/gdpr/lifecycle';
import type { ApiClient } from '../../develop/api-client';
import { pause } from '../load/measure';
import { passing, refusals } from './codes';
import { tenAtOnce } from './ten-at-once';
import {
  placeNames,
  randomFrom,
  valueKinds,
  WorldModel,
  type NamedRequest,
  type PlaceName,
  type ValueKind,
  type Values,
} from './model';
import { desk, newList, placesWith, type Operation, type Place, type Shown } from './places';

const isFinished = (status: string) => (finishedStatuses as readonly string[]).includes(status);

/** The most faults that are listed one by one. */
const faultsTold = 100;

export class World {
  readonly model = new WorldModel();
  /** What is wrong. */
  readonly faults: string[] = [];
  private readonly random: (below: number) => number;
  private places!: Record<PlaceName, Place>;
  private inFlight: NamedRequest[] = [];
  private serial = 0;
  steps = 0;

  constructor(
    readonly api: ApiClient,
    seed: number,
    /** The number of people at the beginning. About three people share a value. */
    private readonly size: number,
  ) {
    this.random = randomFrom(seed);
  }

  async begin(): Promise<void> {
    const list = await this.api.ask<{ done: { id: string } }>(newList.query, newList.variables);
    this.places = placesWith(list.done.id);
    await tenAtOnce(Array.from({ length: this.size }), () => this.arrive());
  }

  /** One step: somebody arrives, changes, is merged or split, or a request is made, watched, retried or cancelled. */
  async step(): Promise<void> {
    this.steps += 1;
    const dice = this.random(20);
    if (dice < 4) await this.arrive();
    else if (dice < 7) await this.receive();
    else if (dice < 9) await this.merge();
    else if (dice < 10) await this.split();
    else if (dice < 16) await this.request();
    else if (dice < 17) await this.retry();
    else if (dice < 18 && this.random(4) === 0) await this.cancel();
    await this.watch(this.inFlight[this.random(this.inFlight.length)]);
  }

  /** Waits until every request has finished; one in ERROR is retried once. */
  async settle(within: number): Promise<void> {
    for (const again of [true, false]) {
      const end = Date.now() + within;
      while (this.inFlight.length > 0 && Date.now() < end) {
        for (const request of [...this.inFlight]) await this.watch(request);
        await pause(200);
      }
      for (const { id, status } of this.inFlight) this.fault(`request ${id} is ${status} still`);
      if (again)
        for (const request of this.model.requests) if (request.status === 'ERROR') await this.retryOne(request);
    }
  }

  /** Somebody arrives, in the given place or in a random one. */
  async arrive(place: PlaceName = placeNames[Math.max(0, this.random(4) - 1)] ?? 'contact'): Promise<void> {
    const values = Object.fromEntries(valueKinds.map((kind) => [kind, this.value(kind)])) as Values;
    const made = await this.change(this.places[place].create(values, this.random));
    if (made) this.model.add(String(made.id), place, values);
  }

  private value(kind: ValueKind): string {
    const number = this.random(Math.ceil(this.size / 3));
    if (kind === 'phone') return `+3491${String(1_000_000 + number)}`;
    return kind === 'email' ? `box-${number}@world.example` : `Family${letters(number)}`;
  }

  private anybody(): string {
    const { ids } = this.model;
    return ids[this.random(ids.length)] ?? '';
  }

  private placeOf(id: string): Place {
    return this.places[this.model.people.get(id)?.place ?? 'contact'];
  }

  /** A person receives a value in place of their own of its kind. */
  private async receive(): Promise<void> {
    const id = this.anybody();
    const kind = valueKinds[this.random(valueKinds.length)] ?? 'phone';
    const value = this.value(kind);
    if (await this.change(this.placeOf(id).update(id, kind, value))) this.model.receive(id, kind, value);
  }

  private async merge(): Promise<void> {
    const { contacts } = this.model;
    const [source = '', target = ''] = [0, 1].map(() => contacts[this.random(contacts.length)]);
    if (source === target || this.model.setOf(source).length + this.model.setOf(target).length > 6) return;
    const merged = await this.change({
      query: 'mutation ($a: ID!, $b: ID!) { done: mergeExternalContacts(sourceId: $a, targetId: $b) { id } }',
      variables: { a: source, b: target },
    });
    if (merged) this.model.merge(source, target);
  }

  private async split(): Promise<void> {
    const id = this.anybody();
    if (this.model.setOf(id).length < 2) return;
    const done = await this.change({
      query: 'mutation ($id: ID!) { done: splitExternalContact(id: $id) { id } }',
      variables: { id },
    });
    if (done) this.model.split(id);
  }

  private async request(): Promise<void> {
    const dice = this.random(10);
    const type = dice < 6 ? 'DELETE' : dice < 8 ? 'UPDATE' : dice < 9 ? 'GET' : 'EXPORT';
    const id = this.anybody();
    const kind = this.random(3) === 0 ? null : (valueKinds[this.random(valueKinds.length)] ?? 'phone');
    const value = kind ? (this.model.people.get(id)?.values[kind] ?? '') : '';
    const named = kind ? this.model.holders(kind, value) : this.model.setOf(id);
    const input = {
      type,
      term: kind ? { [kind]: value } : this.placeOf(id).term(id),
      ...(kind ? { expectedSubjects: named.length } : {}),
      ...this.detailsOf(type),
    };
    const made = await this.send<{ createGdprRequest: { created: boolean; request: { id: string; status: string } } }>(
      'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created request { id status } } }',
      { input },
      refusals,
    );
    if (!made?.createGdprRequest.created) return;
    const { id: requestId, status } = made.createGdprRequest.request;
    const request: NamedRequest = {
      id: requestId,
      type,
      named: new Set(named),
      value: kind ? { kind, value } : null,
      lost: new Set(),
      status,
    };
    this.model.made(request);
    this.inFlight.push(request);
  }

  private detailsOf(type: NamedRequest['type']): object {
    if (type === 'DELETE') return { deleteConfirmed: true, activeEmployeeAcknowledged: this.random(4) > 0 };
    if (type !== 'UPDATE') return {};
    this.serial += 1;
    return { replacements: [{ type: 'EMAIL', existing: desk, updated: `desk-${this.serial}@world.example` }] };
  }

  private async retry(): Promise<void> {
    const failed = this.model.requests.filter(({ status }) => status === 'ERROR');
    const request = failed[this.random(failed.length)];
    if (request) await this.retryOne(request);
  }

  private async retryOne(request: NamedRequest): Promise<void> {
    const retried = await this.send<{ retryGdprRequest: { status: string } }>(
      'mutation ($id: ID!) { retryGdprRequest(id: $id) { status } }',
      { id: request.id },
      [...refusals, 'NOT_RETRYABLE', 'RELATED_REQUESTS_IN_FLIGHT'],
    );
    if (!retried) return;
    request.status = retried.retryGdprRequest.status;
    this.inFlight.push(request);
  }

  private async cancel(): Promise<void> {
    const request = this.inFlight[this.random(this.inFlight.length)];
    if (request)
      await this.send('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: request.id }, [
        'NOT_CANCELLABLE',
      ]);
  }

  /** Reads the status of a request, from its whole family. */
  private async watch(request: NamedRequest | undefined): Promise<void> {
    if (!request) return;
    const told = await this.send<{ gdprRequest: { status: string; relatedRequests: { status: string }[] } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { status relatedRequests { status } } }',
      { id: request.id },
    );
    if (!told) return;
    const statuses = [told.gdprRequest, ...told.gdprRequest.relatedRequests].map(({ status }) => status);
    if (!statuses.every(isFinished)) return;
    this.inFlight = this.inFlight.filter(({ id }) => id !== request.id);
    this.model.progress(request, statuses.find((status) => status !== 'COMPLETED') ?? 'COMPLETED');
  }

  /** The ids of people who exist. */
  async existing(): Promise<Set<string>> {
    const there = new Set<string>();
    await tenAtOnce(this.model.ids, async (id) => {
      if (await this.shown(id)) there.add(id);
    });
    return there;
  }

  /** What a person's service shows of them; null when they have been erased. @throws when it cannot be read */
  async shown(id: string): Promise<Shown | null> {
    const place = this.placeOf(id);
    const { query, variables } = place.read(id);
    return place.shown((await this.api.ask<{ done: Record<string, unknown> | null }>(query, variables)).done);
  }

  fault(what: string): void {
    if (this.faults.length < faultsTold) this.faults.push(what);
  }

  /** Changes a person; null when the person no longer exists, or the service is away. */
  private async change({ query, variables }: Operation): Promise<{ id: string } | null> {
    const expected = ['NOT_FOUND', 'BAD_USER_INPUT'];
    return (await this.send<{ done: { id: string } }>(query, variables, expected))?.done ?? null;
  }

  /** Sends an operation; null when it was refused with an expected code. Any other error becomes a fault. */
  private async send<T>(query: string, variables: Record<string, unknown>, expected: string[] = []): Promise<T | null> {
    const { data, errors } = await this.api.send<T>(query, variables);
    if (!errors) return data;
    const code = String(errors[0]?.extensions?.code);
    if (![...expected, ...passing].includes(code)) this.fault(`${code}: ${errors[0]?.message ?? ''}`);
    return null;
  }
}

/** A number as letters, for use in names. */
const letters = (number: number): string => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
