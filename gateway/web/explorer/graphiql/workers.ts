/** The editors' workers: scripts of their own, from the gateway like all else. Their addresses stand in the page. */
const root = document.getElementById('explorer');

const addressOf = (label: string): string => {
  const { editorWorker = '', graphqlWorker = '', jsonWorker = '' } = root?.dataset ?? {};
  if (label === 'graphql') return graphqlWorker;
  return label === 'json' ? jsonWorker : editorWorker;
};

Object.assign(globalThis, {
  MonacoEnvironment: { getWorker: (_id: string, label: string) => new Worker(addressOf(label)) },
});
