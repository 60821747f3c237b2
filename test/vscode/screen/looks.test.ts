import assert from 'node:assert/strict';
import { appendFileSync, readdirSync } from 'node:fs';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { DeadlyMailbox } from './deadlyMailbox.js';
import { draftText, pressInRow, pressSend, signInAda, untilAccount, untilShown } from './draftList.js';

/** Pictures of what a person sees, into screenshots/looks-…; that something is in them is what is checked. */
describe('the looks', function () {
  this.timeout(240_000);
  let company: Company;
  let workbench: Workbench;
  let mailbox: DeadlyMailbox;
  const samples = readdirSync('test/samples').filter((name) => name.endsWith('.mail.md'));

  before(async () => {
    company = await Company.open({ samples: true, settings: { 'markdownMail.undoSendSeconds': 0 } });
    mailbox = new DeadlyMailbox(company);
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-looks');
  });

  after(() => company?.close());

  const picture = (name: string) => workbench.screenshot(`looks-${name}`);
  const draft = (subject: string, header = '') =>
    company.writeDraft(`${subject.replaceAll(' ', '-')}.mail.md`, draftText(subject, header));

  async function showPreview(sample: string): Promise<void> {
    await workbench.openFile(`${company.workspace}/${sample}`);
    await workbench.runCommand('Markdown Mail: Preview Mail');
    const mail = (await workbench.webview()).frameLocator('iframe#mail');
    await mail.locator('body > div').first().waitFor();
    const words = (await mail.locator('body').innerText()).split(/\s+/).length;
    assert.ok(words > 5, `${sample} is shown`);
  }

  it('shows the samples, and the first in every kind of theme', async () => {
    for (const sample of samples) {
      await showPreview(sample);
      const name = sample.replace('.mail.md', '');
      if (sample === samples[0]) await workbench.pictures(`looks-${name}`);
      else await picture(name);
      await workbench.runCommand('View: Close All Editors');
    }
  });

  it('shows each state of a draft', async () => {
    await signInAda(company, workbench);
    const uploaded = 'Left alone';
    const changed = 'Written on';
    const conflict = 'Two hands';
    const failed = 'Sold out';
    const sent = 'Gone';
    const changedFile = draft(changed);
    const conflictFile = draft(conflict);
    for (const subject of [uploaded, failed, sent, 'Cut off']) draft(subject);
    for (const subject of [uploaded, changed, conflict]) {
      await untilShown(workbench, subject, ['Local']);
      await pressInRow(workbench, subject, 'Upload Draft');
      await untilShown(workbench, subject, ['Uploaded']);
    }
    appendFileSync(changedFile, '\nOne more line.');
    appendFileSync(conflictFile, '\nMine.');
    await changeElsewhere(conflict);
    await untilShown(workbench, changed, ['Changed']);
    await untilShown(workbench, conflict, ['Changed']);
    await pressInRow(workbench, conflict, 'Upload Draft');
    await untilShown(workbench, conflict, ['Conflict']);
    await send(sent);
    await untilShown(workbench, sent, ['Sent']);
    company.sandbox.faults.push({ when: { path: /\/send$/ }, do: 'sendAsDenied' });
    await send(failed);
    await untilShown(workbench, failed, ['Failed']);
    company.sandbox.faults.length = 0;
    const stuck = mailbox.strikeAt({ request: 'send', when: 'before' });
    await send('Cut off');
    while (!stuck()) await workbench.page.waitForTimeout(50);
    await untilShown(workbench, 'Cut off', ['Sending']);
    mailbox.kill();
    await untilShown(workbench, 'Cut off', ['Unknown']);
    await workbench.runCommand('notifications.clearAll');
    await workbench.view('Drafts').toggle('Two hands');
    await workbench.pictures('looks-states');
  });

  it('shows the question, the hold, and the mail that arrived', async () => {
    await company.changeSettings(workbench, {
      'markdownMail.cloud': 'sandbox',
      'markdownMail.undoSendSeconds': 30,
    });
    await untilAccount(workbench, 'SANDBOX');
    const subject = 'Release 4.2 is out';
    draft(
      subject,
      'cc: [Ada Lovelace <ada@example.com>, team@example.com]\nattachments: [files/floor-plan.pdf]\n',
    );
    await untilShown(workbench, subject, ['Local']);
    await pressSend(workbench, subject);
    await workbench.dialog();
    await workbench.pictures('looks-question');
    await workbench.answerDialog('Send');
    await workbench.notification(/Cancel undoes it/);
    await workbench.pictures('looks-hold');
    await workbench.page.locator('.notification-list-item a', { hasText: 'Send Now' }).click();
    await workbench.notification(/^Sent/);
    await picture('sent');
    const opened = company.pages.waitForEvent('page');
    await workbench.answerNotification(/^Sent/, 'Show Sent Mail');
    const page = await opened;
    await page.getByText(subject).first().waitFor();
    await page.screenshot({ path: 'screenshots/looks-sent-mail-page.png' });
    await page.close();
  });

  async function send(subject: string): Promise<void> {
    await pressSend(workbench, subject);
    await workbench.dialog();
    await workbench.answerDialog('Send');
  }

  async function changeElsewhere(subject: string): Promise<void> {
    const [message] = await company.messagesAbout(subject);
    const body = { contentType: 'text', content: 'Theirs.' };
    await company.inOutlook('PATCH', `/${message?.immutableId ?? ''}`, { body });
  }
});
