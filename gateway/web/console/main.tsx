/** Starts the console. */
import './console.css';
import { createRoot } from 'react-dom/client';
import { pageProblem } from '../common/problem';
import { loadSettings } from '../common/settings';
import { App } from './app';
import { applyScheme } from './ui/scheme';
import { WordsProvider } from './words';

applyScheme();
const place = document.getElementById('console');
if (!place) throw new Error('The page has no place for the console.');
const root = createRoot(place);
loadSettings().then(
  (settings) =>
    root.render(
      <WordsProvider>
        <App settings={settings} />
      </WordsProvider>,
    ),
  (error: unknown) => root.render(<p role="alert">{pageProblem(error).message}</p>),
);
