/** The explorer as a person uses it: panes, editors, and saved operations. */
import type { BrowserContext, Page } from 'playwright-core';
import { signInAtIssuer } from './pages';

type Data = Record<string, Record<string, unknown>>;

export async function signInToExplorer(context: BrowserContext, tab: Page): Promise<void> {
  const begin = () => tab.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signInAtIssuer(context, begin, 'auditor');
  await tab.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** Shows a pane of GraphiQL, by its name. */
export async function openPane(tab: Page, name: string): Promise<void> {
  const hidden = tab.getByRole('button', { name: `Show ${name}`, exact: true });
  if (await hidden.isVisible()) await hidden.click();
}

/** Replaces the text of an editor. */
export async function type(tab: Page, editor: 'Operation Editor' | 'Variables', text: string): Promise<void> {
  await tab.getByRole('region', { name: editor, exact: true }).locator('.view-lines').first().click();
  await tab.keyboard.press('Control+A');
  await tab.keyboard.press('Delete');
  await tab.keyboard.insertText(text);
}

/** The text of an editor; Monaco's no-break spaces become spaces. */
export const shown = async (tab: Page, region: string) =>
  (await tab.locator(`${region} .view-lines`).first().innerText()).replaceAll('\u00a0', ' ');

/** Chooses a saved operation, sets its variables, and runs it. @returns the gateway's answer */
export async function run(tab: Page, title: string, variables: object): Promise<{ data?: Data; errors?: unknown }> {
  await openPane(tab, 'Saved operations');
  await tab.getByRole('button', { name: title, exact: true }).click();
  await type(tab, 'Variables', JSON.stringify(variables));
  const answered = tab.waitForResponse((response) => response.url() === `${new URL(tab.url()).origin}/graphql`);
  await tab.getByRole('button', { name: 'Execute query' }).click();
  return (await (await answered).json()) as { data?: Data };
}
