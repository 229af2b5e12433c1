/** A pane with saved operations in groups, such as those for audits. A selected operation opens in a tab. */
import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import groups, { type SavedOperation } from 'habeas:saved-operations';

/** The start of today, in the browser's time zone. */
function today(): string {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** Opens an operation in a new tab, or in the current one when that is empty. */
function useOpen(): (operation: SavedOperation) => void {
  const actions = useGraphiQLActions();
  const query = useGraphiQL(({ queryEditor }) => queryEditor);
  const variables = useGraphiQL(({ variableEditor }) => variableEditor);
  return (operation) => {
    const isEmpty = !query?.getValue().replaceAll(/^#.*$/gm, '').trim();
    if (!isEmpty) actions.addTab();
    query?.setValue(operation.text);
    variables?.setValue(operation.variables.replaceAll('{today}', today()));
    // On a narrow screen the editor is below the list.
    document.querySelector('.graphiql-sessions')?.scrollIntoView({ block: 'nearest' });
  };
}

function SavedOperations() {
  const open = useOpen();
  return (
    <section aria-label="Saved operations" className="saved-operations">
      <h2>Saved operations</h2>
      {groups.map(({ group, operations }) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <ul>
            {operations.map((operation) => (
              <li key={operation.title}>
                <button type="button" onClick={() => open(operation)}>
                  {operation.title}
                </button>
                <p>{withCode(operation.purpose)}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** Renders the `words in backticks` of a comment as code. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));

const Icon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
    <path d="M6 3h12v18l-6-4-6 4z" />
  </svg>
);

export const savedOperationsPlugin: GraphiQLPlugin = {
  title: 'Saved operations',
  icon: Icon,
  content: SavedOperations,
};
