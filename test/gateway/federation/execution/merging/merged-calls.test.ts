/** Which merged calls wait for each other, by the order of what is sent: no call waits for a slow neighbour (R27). */
import { parse } from 'graphql';
import { MergeableDocument, type Answer } from '../../../../../gateway/federation/execution/merging/merge-document';
import { MergedCalls, type MergeableCall } from '../../../../../gateway/federation/execution/merging/merged-calls';

const text = 'query ($id: ID!) { person(id: $id) { id } }';

/** A service that answers when the test lets it. */
function controlledService() {
  const merged = MergeableDocument.of(parse(text));
  if (!merged) throw new Error('The operation can be merged.');
  const sent: { ids: unknown[]; waiting: AbortSignal[]; answer: () => void }[] = [];
  const answerOf = (ids: unknown[]): Answer => ({
    data:
      ids.length === 1
        ? { person: { id: ids[0] } }
        : Object.fromEntries(ids.map((id, copy) => [`c${copy}_person`, { id }])),
  });
  /** Whether a call is answered at once. */
  let prompt: (ids: unknown[]) => boolean = () => true;
  const calls = new MergedCalls<MergeableCall>((_text, variables, _calls, waiting) => {
    const ids = Object.values(variables);
    return new Promise<Answer>((resolve, reject) => {
      const answer = () => resolve(answerOf(ids));
      sent.push({ ids, waiting, answer });
      for (const signal of waiting)
        signal.addEventListener('abort', () => {
          if (waiting.every(({ aborted }) => aborted)) reject(new Error('All have left.'));
        });
      if (prompt(ids)) answer();
    });
  });
  const ask = (id: string, caller = 'caller', signal = new AbortController().signal) =>
    calls
      .ask(caller, { text, merged, variables: { id }, signal })
      .then(({ data }) => (data?.person as { id: string }).id);
  return { sent, ask, answersPromptly: (when: typeof prompt) => (prompt = when) };
}

/** Waits until everything that follows from an answer has been done. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const isMerged = ({ ids }: { ids: unknown[] }) => ids.length > 1;

test('calls merged with a slow one are answered before it, and the merged call is aborted as soon as it can be', async () => {
  const { sent, ask, answersPromptly } = controlledService();
  answersPromptly((ids) => !ids.includes('slow'));
  const slow = ask('slow');
  const first = ask('first');
  // While one call is in flight, these are collected into the next one.
  const together = ['a', 'slow', 'b', 'c'].map((id) => ask(id));
  expect(await Promise.all([first, together[0], together[2], together[3]])).toEqual(['first', 'a', 'b', 'c']);
  const merged = sent.filter(isMerged);
  expect(merged.map(({ ids }) => ids)).toEqual([['first', 'a', 'slow', 'b', 'c']]);
  const own = sent.filter(({ ids }) => ids.join() === 'slow');
  own.forEach(({ answer }) => answer());
  expect(await Promise.all([slow, together[1]])).toEqual(['slow', 'slow']);
  await turn();
  expect(merged[0]?.waiting.every(({ aborted }) => aborted)).toBe(true);
});

test("for a while that caller's calls are sent one by one, and other callers' are still merged", async () => {
  const { sent, ask, answersPromptly } = controlledService();
  answersPromptly((ids) => !ids.includes('slow'));
  void ask('slow');
  void ask('slow');
  await Promise.all([ask('a'), ask('b')]);
  await turn();
  expect(sent.filter(isMerged).map(({ ids }) => ids)).toEqual([['slow', 'a', 'b']]);
  sent.length = 0;
  await Promise.all(['d', 'e', 'f'].map((id) => ask(id)));
  expect(sent.filter(isMerged)).toEqual([]);
  await Promise.all(['g', 'h', 'i'].map((id) => ask(id, 'another')));
  expect(sent.filter(isMerged).map(({ ids }) => ids)).toEqual([['h', 'i']]);
});

test('a merged answer that is late, but still first, is used, and the single calls are aborted', async () => {
  const { sent, ask, answersPromptly } = controlledService();
  answersPromptly(() => false);
  const alone = ask('alone');
  const together = ['a', 'b'].map((id) => ask(id));
  // Sent as one, then also one by one.
  while (sent.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(sent.map(({ ids }) => ids)).toEqual([['alone'], ['a', 'b'], ['a'], ['b']]);
  sent[1]?.answer();
  expect(await Promise.all(together)).toEqual(['a', 'b']);
  expect(sent.slice(2).map(({ waiting }) => waiting.map(({ aborted }) => aborted))).toEqual([[true], [true]]);
  sent[0]?.answer();
  expect(await alone).toBe('alone');
  // The merged answer came first, so calls of its caller are merged as before.
  answersPromptly(() => true);
  await turn();
  sent.length = 0;
  await Promise.all(['c', 'd', 'e'].map((id) => ask(id)));
  expect(sent.map(({ ids }) => ids)).toEqual([['c'], ['d', 'e']]);
});

test('a call whose caller leaves is aborted, unless other callers wait for it', async () => {
  const { sent, ask, answersPromptly } = controlledService();
  answersPromptly(() => false);
  const left = new AbortController();
  const alone = ask('alone', 'caller', left.signal);
  const together = [ask('a', 'caller', left.signal), ask('b')];
  while (sent.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  left.abort();
  await expect(alone).rejects.toThrow('All have left.');
  expect(sent[1]?.waiting.map(({ aborted }) => aborted)).toEqual([true, false]);
  sent[1]?.answer();
  expect(await together[1]).toBe('b');
  await together[0]?.catch(() => {});
});
