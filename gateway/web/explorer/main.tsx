/** Starts the explorer. */
import './graphiql/workers';
import 'monaco-editor/min/vs/editor/editor.main.css';
import 'graphiql/graphiql.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import './explorer.css';
import { createRoot } from 'react-dom/client';
import { tellRightly } from './graphiql/accessibility';
import { App } from './app';
import { takeOver } from '../common/hand-over';
import { loadSettings } from '../common/settings';

const place = document.getElementById('explorer');
if (!place) throw new Error('The page has no place for the explorer.');
tellRightly(place);
const root = createRoot(place);
Promise.all([loadSettings(), takeOver()]).then(
  ([settings, handed]) => root.render(<App settings={settings} handed={handed} />),
  (error: unknown) => root.render(<p role="alert">{error instanceof Error ? error.message : String(error)}</p>),
);
