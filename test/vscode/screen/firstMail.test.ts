import assert from 'node:assert/strict';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { untilFields } from './draftList.js';

/** From the first start to the first mail, by the buttons of the walkthrough, without an account and without settings. */
describe('the first mail', function () {
  this.timeout(240_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({
      settings: {
        'markdownMail.cloud': 'global',
        'markdownMail.clientId': '',
        'files.trimTrailingWhitespace': true,
      },
    });
    workbench = await company.startWorkbench();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-first-mail');
  });

  after(() => company?.close());

  const steps = () => workbench.page.locator('.gettingStartedContainer .getting-started-step');
  const step = (title: string) => steps().filter({ hasText: title });

  async function press(title: string, button: string): Promise<void> {
    await step(title).locator('.step-title').click();
    await step(title).getByRole('button', { name: button, exact: true }).click();
  }

  async function openWalkthrough(): Promise<void> {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.pick('Write Mail in Markdown');
    await steps().first().waitFor();
  }

  it('begins with a walkthrough that has a page for each step', async () => {
    await openWalkthrough();
    const titles = (await steps().locator('.step-title').allTextContents()).map((text) => text.trim());
    assert.deepEqual(titles, [
      'Write a mail',
      'See it as it will arrive',
      'Send it',
      'Use your own mailbox',
      'In a company: register the app',
    ]);
    const page = workbench.page.locator('.gettingStartedContainer iframe.webview.ready');
    const shown = page.first().contentFrame().frameLocator('#active-frame');
    // A page that is still being drawn would come over the one that is chosen meanwhile.
    await shown.getByText('A mail is a file').waitFor();
    await step('In a company').locator('.step-title').click();
    await shown.getByText('Or with the Azure CLI').waitFor();
    await workbench.screenshot('walkthrough-company');
  });

  it('switches the sandbox on, and makes a draft', async () => {
    await press('Write a mail', 'Switch Sandbox On or Off');
    await waitUntil('the sandbox', async () =>
      (await workbench.statusBar()).some((text) => text.includes('Sandbox mailbox')),
    );
    await workbench.pictures('walkthrough-write');
    await press('Write a mail', 'New Draft');
    await workbench.page.locator('.tab.active[data-resource-name$=".mail.md"]').waitFor();
  });

  it('writes, sees and sends it', async () => {
    await untilFields(workbench);
    assert.equal(await workbench.page.locator('.squiggly-error, .squiggly-warning').count(), 0);
    await workbench.type('Grace Hopper <grace@example.com>');
    await workbench.page.keyboard.press('Tab');
    await workbench.type('My first mail');
    await workbench.page.keyboard.press('Tab');
    await workbench.type('Hello Grace,\n\nthis was **easy**.\n');
    await workbench.save();
    await workbench.runCommand('Markdown Mail: Preview Mail');
    const mail = (await workbench.webview()).frameLocator('iframe#mail');
    await mail.getByText('easy', { exact: true }).waitFor();
    await workbench.screenshot('first-mail');
    await workbench.runCommand('Markdown Mail: Send Mail');
    const { detail } = await workbench.dialog();
    assert.match(detail, /SANDBOX: nothing is sent to anyone/);
    await workbench.answerDialog('Send');
    await workbench.notification(/^Sent in the sandbox: My first mail/, 30_000);
  });
});
