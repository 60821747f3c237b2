import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { draftText, held, pressSend, signInAda, untilShown } from './draftList.js';

/** Each by clicking and typing only. */
describe('a mail that waits', function () {
  this.timeout(120_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({ settings: { 'markdownMail.undoSendSeconds': 60 } });
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
    company.writeDraft('there.mail.md', draftText('There before'));
    await signInAda(company, workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-later');
  });

  after(() => company?.close());

  async function write(subject: string): Promise<string> {
    const file = company.writeDraft(`${subject.replaceAll(' ', '-')}.mail.md`, draftText(subject));
    await untilShown(workbench, subject, ['Local']);
    return file;
  }

  async function pressSendAndAgree(subject: string): Promise<void> {
    await pressSend(workbench, subject);
    await workbench.dialog();
    await workbench.answerDialog('Send');
  }

  it('is undone in the hold', async () => {
    await write('Second thoughts');
    await pressSendAndAgree('Second thoughts');
    await workbench.notification(/in \d+ s\. Cancel undoes it\. Send Now/);
    await workbench.screenshot('later-hold');
    await workbench.page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await untilShown(workbench, 'Second thoughts', ['Uploaded']);
    assert.deepEqual(await held(company, 'Second thoughts'), { sent: 0, drafts: 1 });
  });

  it('goes at once when one says so', async () => {
    await write('No doubt');
    await pressSendAndAgree('No doubt');
    await workbench.notification(/Send Now/);
    await workbench.page
      .getByRole('link', { name: 'Send Now' })
      .or(workbench.page.locator('.notification-list-item a', { hasText: 'Send Now' }))
      .first()
      .click();
    await untilShown(workbench, 'No doubt', ['Sent']);
    assert.deepEqual(await held(company, 'No doubt'), { sent: 1, drafts: 0 });
  });

  it('is scheduled, changed and cancelled', async () => {
    const file = await write('On Monday');
    await workbench.openFile(file);
    await workbench.runCommand('Markdown Mail: Send Later…');
    await workbench.quickInput.untilOpen();
    await workbench.screenshot('later-choice');
    await workbench.quickInput.pick('Tomorrow Morning');
    const question = await workbench.dialog();
    assert.match(question.text, /^Send this mail to .* on .*8:00.*\?$/);
    await workbench.screenshot('later-question');
    await workbench.answerDialog('Send');
    await untilShown(workbench, 'On Monday', ['Scheduled']);
    assert.match(readFileSync(file, 'utf8'), /^send-at: \d{4}-\d\d-\d\dT08:00:00[+-]\d\d:\d\d$/m);
    await workbench.screenshot('later-scheduled');
    await workbench.runCommand('Markdown Mail: Undo Send');
    await untilShown(workbench, 'On Monday', ['Local']);
    const [copy, ...others] = await company.messagesAbout('On Monday');
    assert.deepEqual([copy?.isDraft, copy?.folder, others], [true, 'deleteditems', []]);
  });

  it('keeps its header when the question is declined', async () => {
    const file = await write('Not now');
    const before = readFileSync(file, 'utf8');
    await workbench.openFile(file);
    await workbench.runCommand('Markdown Mail: Send Later…');
    await workbench.quickInput.pick('Another Date and Time…');
    await workbench.quickInput.fill('2020-01-01 08:00');
    await waitUntil('what is wrong with it', async () =>
      /time is past/.test(await workbench.quickInput.message()),
    );
    await workbench.quickInput.accept('2035-01-02 08:00');
    await workbench.dialog();
    await workbench.answerDialog('Cancel');
    const withoutId = () => readFileSync(file, 'utf8').replace(/^id: .*\n/m, '');
    await waitUntil('the header as it was', () => withoutId() === before);
    assert.deepEqual(await held(company, 'Not now'), { sent: 0, drafts: 1 });
  });
});
