/** An event of a subscription, as a client reads it: server-sent events over `fetch`. */

export interface StreamEvent {
  event: string;
  data: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  } | null;
}

/** Opens a stream and yields its events; a refusal is one event with its status. */
export async function* eventsOf(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
  signal?: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  yield* readEvents(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      ...(signal ? { signal } : {}),
    }),
  );
}

/** The same by GET, as routers call subgraphs. */
export async function* eventsByGet(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): AsyncGenerator<StreamEvent, void, undefined> {
  const asked = new URL(url);
  asked.search = new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString();
  yield* readEvents(await fetch(asked, { headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` } }));
}

async function* readEvents(response: Response): AsyncGenerator<StreamEvent, void, undefined> {
  if (!response.ok || !response.body) {
    yield { event: `refused ${response.status}`, data: (await response.json()) as StreamEvent['data'] };
    return;
  }
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const event = lines
        .find((line) => line.startsWith('event:'))
        ?.slice(6)
        .trim();
      const data = lines
        .find((line) => line.startsWith('data:'))
        ?.slice(5)
        .trim();
      if (event) yield { event, data: data ? (JSON.parse(data) as StreamEvent['data']) : null };
    }
  }
}
