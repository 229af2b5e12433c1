/** Starts the editors' web workers. Their scripts come from the gateway, at the addresses in the page's data attributes. */
const root = document.getElementById('explorer');

const addressOf = (label: string): string => {
  const { editorWorker = '', graphqlWorker = '', jsonWorker = '' } = root?.dataset ?? {};
  if (label === 'graphql') return graphqlWorker;
  return label === 'json' ? jsonWorker : editorWorker;
};

Object.assign(globalThis, {
  MonacoEnvironment: { getWorker: (_id: string, label: string) => new Worker(addressOf(label)) },
});
