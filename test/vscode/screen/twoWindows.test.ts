import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import {
  draftText,
  held,
  pressInRow,
  pressSend,
  refresh,
  signInAda,
  untilAccount,
  untilShown,
} from './draftList.js';

const busy =
  'This draft is being uploaded or sent already, here or in another window. Wait until that is done.';
const atOnce = ['At once 1', 'At once 2', 'At once 3', 'At once 4'];

describe('two windows on one folder', function () {
  this.timeout(180_000);
  let company: Company;
  let first: Workbench;
  let second: Workbench;

  before(async () => {
    company = await Company.open({ settings: { 'markdownMail.undoSendSeconds': 0 } });
    for (const subject of ['One asks', ...atOnce, 'Try it'])
      company.writeDraft(`${subject.replaceAll(' ', '-')}.mail.md`, draftText(subject));
    first = await company.startWorkbench();
    await first.showContainer('Markdown Mail');
    await signInAda(company, first);
    second = await company.openWindow();
    await second.showContainer('Markdown Mail');
    await untilShown(second, 'One asks', ['Local']);
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await first.screenshot('failed-two-windows-1');
    await second.screenshot('failed-two-windows-2');
  });

  after(() => company?.close());

  const hasDialog = (window: Workbench) => window.page.locator('.monaco-dialog-box').isVisible();
  const isTold = async (window: Workbench) =>
    (await window.notifications()).some(({ text }) => text === busy);

  async function assertSentOnce(subject: string): Promise<void> {
    for (const window of [first, second]) {
      await refresh(window);
      await untilShown(window, subject, ['Sent']);
    }
    assert.deepEqual(await held(company, subject), { sent: 1, drafts: 0 }, subject);
  }

  it('lets one window send, and tells the other', async () => {
    await pressSend(first, 'One asks');
    await first.dialog();
    await pressSend(second, 'One asks');
    await second.notification(new RegExp(`^${busy.replaceAll('.', '\\.')}$`));
    assert.equal(await hasDialog(second), false);
    await first.answerDialog('Send');
    await first.notification(/^Sent: One asks$/);
    await assertSentOnce('One asks');
  });

  for (const subject of atOnce)
    it(`sends once what both windows send at the same moment: ${subject}`, async () => {
      for (const window of [first, second]) await window.runCommand('notifications.clearAll');
      // Each is watched from its own click on: what it is told goes by itself. A list that is drawn anew between
      // press and release swallows a click.
      const answered = (window: Workbench) =>
        waitUntil('an answer', async () => {
          await pressSend(window, subject);
          const answer = async () => (await hasDialog(window)) || (await isTold(window));
          return waitUntil('an answer to one click', answer, 8000);
        });
      await Promise.all([answered(first), answered(second)]);
      for (const window of [first, second]) if (await hasDialog(window)) await window.answerDialog('Send');
      await assertSentOnce(subject);
    });

  it('shares one sandbox mailbox', async () => {
    for (const window of [first, second]) {
      await company.changeSettings(window, { 'markdownMail.cloud': 'sandbox' });
      await untilAccount(window, 'SANDBOX');
      await window.runCommand('notifications.clearAll');
    }
    await pressInRow(first, 'Try it', 'Upload Draft');
    await untilShown(first, 'Try it', ['Uploaded']);
    await refresh(second);
    await untilShown(second, 'Try it', ['Uploaded']);
    await pressSend(second, 'Try it');
    const { detail } = await second.dialog();
    assert.match(detail, /SANDBOX: nothing is sent to anyone/);
    await second.answerDialog('Send');
    await second.notification(/^Sent in the sandbox: Try it$/);
    await refresh(first);
    await untilShown(first, 'Try it', ['Sent']);
    assert.deepEqual(sandboxMails(company, 'Sent Items'), 1);
    assert.deepEqual(await held(company, 'Try it'), { sent: 0, drafts: 0 }, 'nothing went to the company');
    await first.view('Drafts').select('Try it');
    const opened = company.pages.waitForEvent('page');
    await first.runCommand('Markdown Mail: Open in Outlook');
    const page = await opened;
    await page.getByText('Try it').first().waitFor();
    await page.close();
  });
});

/** How many mails the embedded sandbox holds in a folder, by its files. */
function sandboxMails(company: Company, folder: string): number {
  const storage = join(company.vsCode.dataFolder, 'user', 'User', 'globalStorage');
  const mailbox = join(storage, 'markdown-mail.markdown-mail', 'sandbox', 'you@sandbox.example');
  return readdirSync(join(mailbox, folder)).filter((name) => name.endsWith('.eml')).length;
}
