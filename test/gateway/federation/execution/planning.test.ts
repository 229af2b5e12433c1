/** A valid operation for which the planner has no plan. */
import { TestGateway } from '../../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
  const { sdl } = gateway.store.current;
  // No composer would allow it: a person of one subgraph no longer leads to the letters of the other.
  const keyless = sdl.replaceAll(/@join__type\(graph: MAIL, key: "id"\)/g, '@join__type(graph: MAIL)');
  expect(keyless).not.toBe(sdl);
  await gateway.store.replace(keyless);
});
afterAll(() => gateway.stop());

const unplannable = '{ now person(id: "1") { name letters { id } } }';

it('is answered without data: nothing of it ran', async () => {
  for (let time = 0; time < 2; time += 1) {
    const { status, headers, ...answer } = await gateway.ask(unplannable);
    expect([status, headers.get('content-type')]).toEqual([500, 'application/json; charset=utf-8']);
    expect(answer).toEqual({
      errors: [
        {
          message: 'Internal error.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: expect.any(String) as string },
        },
      ],
    });
    expect(gateway.services.people.calls).toEqual([]);
  }
});

it('does not affect other operations', async () => {
  expect(await gateway.ask('{ now person(id: "1") { name } }')).toMatchObject({
    status: 200,
    data: { person: { name: 'Person 1' } },
  });
});
