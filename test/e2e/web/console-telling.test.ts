/** Notifications in the console: a restriction, about which the person is told, and webhooks for programs (R32, R34). */
import type { BrowserContext, Page } from 'playwright-core';
import { webhookEvents } from '../../../gateway/webhooks/events';
import { enums } from '../../../gateway/web/console/words/values/enums';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import { consoleWords, enterConsole, lookAtConsole, openConsole } from '../../support/web/console';
import { openLoopback } from '../../support/api/webhooks';
import { createFamily } from '../../support/people/family';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { startReceiver, type WebhookReceiver } from '../../support/servers/webhook-receiver';

const organization = 'console-telling';
const words = consoleWords('en');

test('every event of webhooks has a text in both languages', () => {
  for (const language of ['en', 'es'] as const)
    expect(Object.keys(enums[language].webhookEvent).sort()).toEqual([...webhookEvents].sort());
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    let context: BrowserContext;
    let receiver: WebhookReceiver;
    const closing: (() => unknown)[] = [];

    beforeAll(async () => {
      system = await sharedSystem(openLoopback);
      closing.push(() => system.stop());
      receiver = await startReceiver();
      closing.push(() => receiver.close());
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      await createFamily(await system.client({ organization }), 'told');
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    const at = (screen: string): Promise<Page> =>
      openConsole(system, context, screen, { claims: { organization, subject: 'officer' } });

    test('a found person is restricted, and the restriction is lifted once they were told', async () => {
      const tab = await at('find');
      await tab.getByLabel(words.finding.value).fill('Persontold');
      await tab.getByRole('button', { name: words.finding.search, exact: true }).click();
      await tab.getByRole('button', { name: words.finding.choose, exact: true }).first().click();
      await tab.getByRole('button', { name: words.restrictions.restrict, exact: true }).click();
      const dialog = tab.getByRole('dialog');
      await dialog.getByLabel(words.restrictions.ground).selectOption({
        label: words.enums.restrictionGround.OBJECTION,
      });
      await dialog.getByLabel(words.restrictions.reference).fill('LETTER-7');
      await dialog.getByRole('button', { name: words.restrictions.restrict, exact: true }).click();
      await tab.getByRole('cell', { name: /LETTER-7/ }).waitFor();
      // Services are told within seconds; a reload shows the new state.
      for (;;) {
        await tab.reload();
        await enterConsole(tab, system, { organization, subject: 'officer' });
        await tab.getByRole('cell', { name: /LETTER-7/ }).waitFor();
        if (await tab.getByText(words.restrictions.everywhere, { exact: true }).isVisible()) break;
      }
      await lookAtConsole(tab, 'restrictions');
      await tab.getByRole('button', { name: words.restrictions.lift, exact: true }).click();
      await dialog.getByLabel(words.restrictions.informedAt).fill('2026-01-02T10:00');
      await dialog
        .getByLabel(words.common.typeToConfirm(words.restrictions.liftWord))
        .fill(words.restrictions.liftWord);
      await dialog.getByRole('button', { name: words.restrictions.lift, exact: true }).click();
      await tab.getByText(words.restrictions.none).waitFor();
      await tab.close();
    }, 240_000);

    test('an endpoint is registered, tested, given a new secret, disabled and removed', async () => {
      const tab = await at('webhooks');
      await tab.getByText(words.webhooks.none).waitFor();
      await tab.getByRole('button', { name: words.webhooks.add, exact: true }).click();
      const dialog = tab.getByRole('dialog');
      await dialog.getByLabel(words.webhooks.url).fill(receiver.url);
      await dialog.getByLabel(words.enums.webhookEvent.GDPR_REQUEST_COMPLETED).check();
      await dialog.getByRole('button', { name: words.webhooks.add, exact: true }).click();
      const secret = tab.getByRole('status').getByText(/^whsec_/);
      const first = await secret.textContent();
      await tab.getByRole('button', { name: words.webhooks.test, exact: true }).click();
      expect(await receiver.of('webhook.test')).toHaveLength(1);
      await tab.getByRole('navigation').getByRole('link', { name: words.common.holds }).click();
      await tab.getByRole('navigation').getByRole('link', { name: words.common.webhooks }).click();
      await tab.getByRole('cell', { name: new RegExp(words.enums.delivery.DELIVERED) }).waitFor();
      await lookAtConsole(tab, 'webhooks');
      await tab.getByRole('button', { name: words.webhooks.again, exact: true }).click();
      expect(await receiver.of('webhook.test', 2)).toHaveLength(2);
      await tab.getByRole('button', { name: words.webhooks.rotate, exact: true }).click();
      await dialog.getByRole('button', { name: words.webhooks.rotate, exact: true }).click();
      await secret.waitFor();
      expect(await secret.textContent()).not.toBe(first);
      await tab.getByRole('button', { name: words.webhooks.disable, exact: true }).click();
      await tab.getByText(words.webhooks.off(words.enums.disabledReason.BY_CALLER)).waitFor();
      await tab.getByRole('button', { name: words.webhooks.remove, exact: true }).click();
      await dialog.getByLabel(words.common.typeToConfirm(words.webhooks.removeWord)).fill(words.webhooks.removeWord);
      await dialog.getByRole('button', { name: words.webhooks.remove, exact: true }).click();
      await tab.getByText(words.webhooks.none).waitFor();
      await tab.close();
    }, 240_000);
  });
