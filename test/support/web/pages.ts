/** The gateway's pages, as a person uses them in a real browser: with a pointer, or by keyboard only. */
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** Signs in at the issuer, in the window that the page opens. */
export async function signInAtIssuer(
  context: BrowserContext,
  begin: () => Promise<void>,
  login: string,
): Promise<void> {
  const [popup] = await Promise.all([context.waitForEvent('page'), begin()]);
  await popup.getByPlaceholder('Enter any login').fill(login);
  await popup.getByPlaceholder('and password').fill('any');
  await popup.getByRole('button', { name: 'Sign-in' }).click();
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Continue' }).click();
  await closed;
}

/** How a person operates a page. */
export interface Hands {
  /** Presses a button, follows a link, or toggles a box. */
  press: (what: Locator) => Promise<void>;
  fill: (what: Locator, text: string) => Promise<void>;
  /** Chooses an entry of a list by its label. */
  choose: (what: Locator, label: string) => Promise<void>;
}

export const pointer: Hands = {
  press: (what) => what.click(),
  fill: (what, text) => what.fill(text),
  choose: async (what, label) => void (await what.selectOption({ label })),
};

/** Uses the keyboard only: a control that Tab does not reach cannot be used. */
export function keyboard(tab: Page): Hands {
  const reach = async (what: Locator) => {
    await what.waitFor();
    for (let presses = 0; presses < 200; presses++) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await tab.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(what)}.`);
  };
  return {
    async press(what) {
      await reach(what);
      const type = await what.evaluate((element) => (element instanceof HTMLInputElement ? element.type : ''));
      await tab.keyboard.press(type === 'checkbox' || type === 'radio' ? 'Space' : 'Enter');
    },
    async fill(what, text) {
      await reach(what);
      await tab.keyboard.press('Control+A');
      await tab.keyboard.type(text);
    },
    async choose(what, label) {
      await reach(what);
      const shown = () => what.evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.label);
      const options = await what.locator('option').count();
      await tab.keyboard.press('Home');
      for (let presses = 0; presses < options && (await shown()) !== label; presses++)
        await tab.keyboard.press('ArrowDown');
      if ((await shown()) !== label) throw new Error(`The list has no ${label}.`);
    },
  };
}
