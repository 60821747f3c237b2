import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company, reopen } from './company.js';
import { draftText, held, pressInRow, pressSend, signInAda, untilShown, writtenInto } from './draftList.js';
import { filesBelow, sha256OfFile, writeHugeFile } from '../../protocol/hugeFile.js';

/** Each by clicking and typing only. */
describe('a mail that waits', function () {
  this.timeout(240_000);
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

  it('stays unsent when the window is closed in the hold, and the next start says so', async () => {
    const file = await write('Closed too early');
    await pressSendAndAgree('Closed too early');
    await workbench.notification(/in \d+ s\. Cancel undoes it\./);
    await untilShown(workbench, 'Closed too early', ['Sending']);
    await reopen(workbench);
    await workbench.notification(
      /^“Closed too early” was waiting to be sent when the window closed\. It was not sent/,
    );
    await untilShown(workbench, 'Closed too early', ['Uploaded']);
    assert.deepEqual(await held(company, 'Closed too early'), { sent: 0, drafts: 1 });
    assert.equal(writtenInto(file, 'Closed too early').sent, undefined);
    await workbench.screenshot('closed-in-the-hold');
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

  it('goes up part by part, with what is there and how fast; Cancel stops it; a stopped one goes on later', async () => {
    const sha256 = await writeHugeFile(join(company.workspace, 'film.mp4'), 60);
    const header = 'attachments: [film.mp4]\n';
    const file = company.writeDraft('The-film.mail.md', draftText('The film', header));
    await untilShown(workbench, 'The film', ['Local']);
    const requests: string[] = [];
    let pause = 300;
    // The mailbox's own list of requests forgets some, for their size.
    company.intercept = async ({ method, url }, carryOut) => {
      requests.push(`${method} ${new URL(url).pathname}`);
      if (method === 'PUT') await new Promise((resolve) => setTimeout(resolve, pause));
      return carryOut();
    };
    const asked = (request: RegExp) => requests.filter((each) => request.test(each)).length;
    await pressInRow(workbench, 'The film', 'Upload Draft');
    const progress = /film\.mp4: \d+\.\d MB of 60\.0 MB, \d+\.\d MB\/s$/;
    await workbench.notification(progress);
    await workbench.screenshot('large-file');
    await workbench.answerNotification(progress, 'Cancel');
    await waitUntil('the end of it', async () =>
      (await workbench.notifications()).every(({ text }) => !text.startsWith('Uploading')),
    );
    await untilShown(workbench, 'The film', ['Changed']);
    await workbench.screenshot('large-file-cancelled');
    assert.deepEqual(Object.keys(writtenInto(file, 'The film', header)), ['id']);
    assert.deepEqual(await held(company, 'The film'), { sent: 0, drafts: 1 });
    assert.deepEqual((await company.messagesAbout('The film'))[0]?.attachments, []);
    assert.equal(asked(/^DELETE .*AttachmentSessions/), 1);

    company.sandbox.faults.push({
      when: { method: 'PUT', nth: 6 },
      do: { status: 307, code: 'Elsewhere' },
    });
    await pressInRow(workbench, 'The film', 'Upload Draft');
    await workbench.notification(/answered in place of the mailbox/);
    await workbench.screenshot('large-file-broken-off');
    pause = 0;
    const before = asked(/^PUT /);
    await pressInRow(workbench, 'The film', 'Upload Draft');
    await untilShown(workbench, 'The film', ['Uploaded']);
    assert.equal(asked(/createUploadSession$/), 2, 'the broken one was gone on with');
    assert.equal(asked(/^PUT /) - before, 11);
    const [arrived, ...others] = await filesBelow(company.mailFolder, '.bin');
    assert.ok(arrived && others.length === 0);
    assert.equal(await sha256OfFile(arrived), sha256);
    company.intercept = undefined;
  });
});
