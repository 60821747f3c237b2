import assert from 'node:assert/strict';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company, reopen } from './company.js';
import { DeadlyMailbox, type FatalPoint, type RequestName, requests } from './deadlyMailbox.js';
import {
  draftText,
  held,
  idLine,
  pressSend,
  refresh,
  type Shown,
  signInAda,
  untilShown,
  writtenInto,
} from './draftList.js';

const unheard = (request: RequestName): FatalPoint => ({ request, when: 'before' });
const unanswered = (request: RequestName): FatalPoint => ({ request, when: 'after' });

/** The points that die together. Three at most: each holds up one of the four requests that the extension makes at once. */
const batches: readonly (readonly FatalPoint[])[] = [
  [unheard('find 1'), unheard('create'), unheard('look 1')],
  [unanswered('find 1'), unanswered('create'), unanswered('look 1')],
  [unheard('look 2'), unanswered('look 2'), unanswered('send')],
  [unheard('find 2'), unanswered('find 2'), unheard('send')],
];

const readable = (text: string) => text.replaceAll('\u00a0', ' ');
const subjectOf = ({ request, when }: FatalPoint) => `Killed ${when} ${request}`;

/** What a mailbox must hold when everything up to this point was carried out, and nothing after it. */
function remains({ request, when }: FatalPoint): { sent: number; drafts: number } {
  const done = requests.indexOf(request) + (when === 'after' ? 1 : 0);
  if (done > requests.indexOf('send')) return { sent: 1, drafts: 0 };
  return { sent: 0, drafts: done > requests.indexOf('create') ? 1 : 0 };
}

/** What is true of it. Whether a send was heard can't be told from a mail that is still a draft: it may be queued. */
function truth(point: FatalPoint): Shown {
  const { sent, drafts } = remains(point);
  if (sent > 0) return 'Sent';
  if (point.request === 'send') return 'Unknown';
  return drafts > 0 ? 'Uploaded' : 'Local';
}

describe('the extension is killed while a mail is uploaded and sent', function () {
  this.timeout(240_000);
  let company: Company;
  let workbench: Workbench;
  let mailbox: DeadlyMailbox;
  const files = new Map<string, string>();

  const write = (subject: string) => {
    const text = draftText(subject, idLine(files.size));
    files.set(subject, company.writeDraft(`${subject.replaceAll(' ', '-')}.mail.md`, text));
  };
  const written = (subject: string) => writtenInto(files.get(subject) ?? '', subject);

  before(async () => {
    company = await Company.open({ settings: { 'markdownMail.undoSendSeconds': 0 } });
    mailbox = new DeadlyMailbox(company);
    ['Nobody kills me', 'Killed in the hold', ...batches.flat().map(subjectOf)].forEach(write);
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
    await signInAda(company, workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.screenshot('failed-killed');
    await workbench.runCommand('Notifications: Show Notifications');
    await workbench.screenshot('failed-killed-told');
  });

  after(() => company?.close());

  /** Shown as sent, sent once, and the file says so. */
  async function assertSentOnce(subject: string): Promise<void> {
    await untilShown(workbench, subject, ['Sent']);
    assert.deepEqual(await held(company, subject), { sent: 1, drafts: 0 }, subject);
    await waitUntil(`sent: in the file of ${subject}`, () => written(subject).sent !== undefined);
  }

  async function killAndComeBack(): Promise<void> {
    const old = company.vsCode.extensionHostPids();
    mailbox.kill();
    await waitUntil('another extension host', () =>
      company.vsCode.extensionHostPids().some((pid) => !old.includes(pid)),
    );
    await mailbox.quietAfter(() => refresh(workbench));
  }

  async function sendUntilStuck(point: FatalPoint): Promise<void> {
    const stuck = mailbox.strikeAt(point);
    await pressSend(workbench, subjectOf(point));
    if (requests.indexOf(point.request) > requests.indexOf('create')) await answerQuestion();
    await waitUntil(`a request stuck ${point.when} ${point.request}`, stuck);
  }

  async function answerQuestion(): Promise<void> {
    await workbench.dialog();
    await workbench.answerDialog('Send');
  }

  /** What a person would do next: Send, unless the mail has gone or its fate is open. */
  async function sendOnceMore(point: FatalPoint): Promise<void> {
    const subject = subjectOf(point);
    const shown = truth(point);
    if (shown === 'Sent') return;
    await pressSend(workbench, subject);
    const { text } = await workbench.dialog();
    if (shown === 'Unknown') {
      assert.equal(text, 'It is not known whether this mail was sent. Send it again?');
      await workbench.answerDialog('Cancel');
      assert.deepEqual(await held(company, subject), { sent: 0, drafts: 1 });
      assert.equal(written(subject).sent, undefined);
    } else {
      assert.equal(text, 'Send this mail to Charles Babbage <charles@example.org>?');
      await workbench.answerDialog('Send');
      await assertSentOnce(subject);
    }
  }

  it('knows every request of a send that nobody kills', async () => {
    await mailbox.quietAfter(() => refresh(workbench));
    mailbox.countAfresh();
    await pressSend(workbench, 'Nobody kills me');
    await workbench.answerDialog('Send');
    await assertSentOnce('Nobody kills me');
    assert.deepEqual(mailbox.seen, requests);
    const points = batches.flat().map(subjectOf).sort();
    const all = requests.flatMap((request) => [unheard(request), unanswered(request)]);
    assert.deepEqual(points, all.map(subjectOf).sort(), 'every request is a point, twice');
  });

  for (const points of batches)
    it(`tells the truth afterwards, and sends once: ${points.map(subjectOf).join(', ')}`, async () => {
      await reopen(workbench);
      await mailbox.quietAfter(() => refresh(workbench));
      for (const point of points) await sendUntilStuck(point);
      await killAndComeBack();
      for (const point of points) {
        const subject = subjectOf(point);
        await untilShown(workbench, subject, [truth(point)]);
        assert.deepEqual(await held(company, subject), remains(point), subject);
        if (truth(point) === 'Sent') await assertSentOnce(subject);
        else assert.equal(written(subject).sent, undefined);
      }
      mailbox.countAfresh();
      for (const point of points) await sendOnceMore(point);
    });

  it('says at the next start that a mail in the hold was not sent', async () => {
    const subject = 'Killed in the hold';
    await company.changeSettings(workbench, { 'markdownMail.undoSendSeconds': 90 });
    await pressSend(workbench, subject);
    await workbench.answerDialog('Send');
    await workbench.notification(/in \d+ s\. Cancel undoes it\./);
    await untilShown(workbench, subject, ['Sending']);
    await killAndComeBack();
    await workbench.notification(
      /^“Killed in the hold” was waiting to be sent when the window closed\. It was not sent/,
    );
    await untilShown(workbench, subject, ['Uploaded']);
    assert.deepEqual(await held(company, subject), { sent: 0, drafts: 1 });
    assert.equal(written(subject).sent, undefined);
  });

  it('has sent no mail twice, and none that is not shown as sent', async () => {
    for (const subject of files.keys()) {
      const { sent } = await held(company, subject);
      assert.ok(sent <= 1, subject);
      const shown = await untilShown(workbench, subject, ['Sent', 'Uploaded', 'Unknown']);
      assert.equal(shown === 'Sent', sent === 1, subject);
      assert.equal(written(subject).sent !== undefined, sent === 1, subject);
    }
    const sends = company.sandbox.exchanges.filter(({ path }) => path.endsWith('/send'));
    assert.equal(new Set(sends.map(({ path }) => path)).size, sends.length, 'no message was sent twice');
  });

  it('explains an unknown outcome, and lets a person end it', async () => {
    const subject = subjectOf(unheard('send'));
    await workbench.runCommand('notifications.clearAll');
    const row = workbench.page.locator('.part.sidebar .label-name').getByText(subject, { exact: true });
    const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'Unknown since' });
    // A list that is drawn afresh takes the hover away.
    const told = await waitUntil('what is known of it', async () => {
      await workbench.page.mouse.move(0, 0);
      await row.hover({ timeout: 1000 });
      await hover.waitFor({ timeout: 3000 });
      return hover.innerText({ timeout: 500 });
    });
    assert.match(readable(told), /Nothing is sent again by itself\./);
    await workbench.screenshot('unknown-explained');
    await workbench.page.mouse.move(0, 0);

    await workbench.view('Drafts').contextMenu(subject, 'Mark as Sent…');
    const { text, detail } = await workbench.dialog();
    assert.equal(text, `Was “${subject}” sent?`);
    assert.match(detail, /^The mailbox still holds it as a draft/);
    await workbench.screenshot('unknown-asked');
    await workbench.answerDialog('Mark as Sent');
    await untilShown(workbench, subject, ['Sent']);
    await waitUntil('sent: in the file', () => written(subject).sent !== undefined);
    assert.deepEqual(await held(company, subject), { sent: 0, drafts: 1 }, 'nothing was sent by it');
  });

  it('learns by a refresh what happened in Outlook', async () => {
    const subject = 'Killed in the hold';
    const [copy] = await company.messagesAbout(subject);
    await company.inOutlook('DELETE', `/${copy?.immutableId ?? ''}`);
    await refresh(workbench);
    await untilShown(workbench, subject, ['Local']);
    assert.equal(written(subject).sent, undefined);
  });
});
