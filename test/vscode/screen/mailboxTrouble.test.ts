import assert from 'node:assert/strict';
import { type Page } from 'playwright-core';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { ada, Company, reopen } from './company.js';
import {
  draftText,
  held,
  idLine,
  pressInRow,
  pressSend,
  refresh,
  untilAccount,
  untilShown,
  writtenInto,
} from './draftList.js';

describe('trouble with the mailbox and the sign-in', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;
  const files = new Map<string, string>();

  before(async () => {
    company = await Company.open();
    for (const subject of ['Full', 'Busy', 'Gone', 'Gone in the hold', 'Offline', 'Expired'])
      files.set(subject, company.writeDraft(`${subject.replaceAll(' ', '-')}.mail.md`, draftText(subject)));
    files.set('Busy', company.writeDraft('Busy.mail.md', draftText('Busy', idLine(1))));
    files.set('Refused', company.writeDraft('Refused.mail.md', draftText('Refused', fromAnother)));
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
  });

  beforeEach(async () => {
    await workbench.runCommand('notifications.clearAll');
    company.sandbox.faults.length = 0;
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-mailbox-trouble');
  });

  after(() => company?.close());

  const fromAnother = 'from: boss@company.example\n';
  const written = (subject: string) =>
    writtenInto(files.get(subject) ?? '', subject, subject === 'Refused' ? fromAnother : '');

  /** The one message on the screen when all work is done. */
  async function onlyMessage(expected: string): Promise<readonly string[]> {
    const { buttons } = await waitUntil(
      `the message ${expected}`,
      async () => (await workbench.notifications()).find(({ text }) => text === expected),
      30_000,
    );
    await waitUntil('the end of all progress', async () => (await workbench.notifications()).length === 1);
    return buttons;
  }

  /** The requests since the mark that end so, as `METHOD status`. */
  function asked(since: number, end: RegExp): string[] {
    const all = company.sandbox.exchanges.slice(since);
    return all.filter(({ path }) => end.test(path)).map(({ method, status }) => `${method} ${status}`);
  }
  const mark = () => company.sandbox.exchanges.length;
  const collection = /\/messages$/;
  const sending = /\/send$/;

  async function assertNotSent(subject: string, drafts: number): Promise<void> {
    assert.deepEqual(await held(company, subject), { sent: 0, drafts });
    assert.equal(written(subject).sent, undefined);
  }

  async function upload(subject: string): Promise<void> {
    await pressInRow(workbench, subject, 'Upload Draft');
  }

  async function openSignInPage(): Promise<Page> {
    const opened = company.pages.waitForEvent('page');
    await workbench.runCommand('Markdown Mail: Sign In');
    return opened;
  }

  it('says that a sign-in was declined', async () => {
    const page = await openSignInPage();
    await page.getByRole('button', { name: 'Deny' }).click();
    await onlyMessage(
      'The sign-in was declined, so nobody was signed in. Sign in again and accept to use this mailbox.',
    );
    await page.close();
    await untilAccount(workbench, 'Not signed in');
  });

  it('says nothing more when a sign-in is cancelled', async () => {
    const page = await openSignInPage();
    await workbench.notification(/Signing in to your mailbox/);
    await workbench.answerNotification(/Signing in to your mailbox/, 'Cancel');
    await waitUntil('an empty screen', async () => (await workbench.notifications()).length === 0);
    await page.close();
    await untilAccount(workbench, 'Not signed in');
    assert.equal(company.identity.issuedTokens.length, 0, 'no token was issued');
  });

  it('tells who is not signed in what to do', async () => {
    await upload('Full');
    const buttons = await onlyMessage('Nobody is signed in. Sign in, or use the sandbox mailbox.');
    assert.deepEqual(buttons, ['Sign In']);
    assert.equal(company.sandbox.exchanges.length, 0);
    assert.deepEqual(written('Full'), {}, 'the file is as it was');
  });

  it('signs in with a code on another page', async () => {
    await company.changeSettings(workbench, { 'markdownMail.signInMethod': 'deviceCode' });
    await workbench.runCommand('Markdown Mail: Sign In');
    const { text } = await workbench.dialog();
    const [, code = '', address = ''] = /^To sign in, enter the code (\S+) at (\S+)$/.exec(text) ?? [];
    assert.match(address, /^http:\/\/127\.0\.0\.1:/);
    await workbench.screenshot('device-code');
    const opened = company.pages.waitForEvent('page');
    await workbench.answerDialog('Copy Code and Open Page');
    const page = await opened;
    assert.equal(await workbench.page.evaluate(() => navigator.clipboard.readText()), code);
    await page.locator('input[name="user_code"]').fill(code);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('code').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator(`button[data-user="${ada.userName}"]`).click();
    await untilAccount(workbench, ada.userName);
    await page.close();
    await waitUntil('an empty screen', async () => (await workbench.notifications()).length === 0);
    await company.changeSettings(workbench, { 'markdownMail.signInMethod': 'browser' });
  });

  it('says that the mailbox is full', async () => {
    const since = mark();
    company.sandbox.faults.push({ when: { method: 'POST' }, do: 'mailboxFull' });
    await upload('Full');
    await onlyMessage('The mailbox is full. Make room in the mailbox, then try again.');
    await untilShown(workbench, 'Full', ['Local']);
    await assertNotSent('Full', 0);
    assert.deepEqual(asked(since, collection), ['POST 403']);
  });

  it('waits as long as a busy mailbox asks', async () => {
    const since = mark();
    company.sandbox.faults.push({ when: { method: 'GET', nth: 1 }, do: 'throttle', retryAfter: 2 });
    const begun = Date.now();
    await upload('Busy');
    await untilShown(workbench, 'Busy', ['Uploaded']);
    assert.ok(Date.now() - begun >= 2000, 'it waited');
    await assertNotSent('Busy', 1);
    assert.deepEqual(
      company.sandbox.exchanges.slice(since).map(({ method, status }) => `${method} ${status}`),
      ['GET 429', 'GET 200', 'POST 201'],
    );
  });

  it('says that the mailbox cannot be reached, and loses nothing', async () => {
    await company.closeMailbox();
    await upload('Gone');
    await onlyMessage('The mailbox cannot be reached. Check the network connection, then try again.');
    await untilShown(workbench, 'Gone', ['Local']);
    await company.openMailbox();
    await assertNotSent('Gone', 0);
    await upload('Gone');
    await untilShown(workbench, 'Gone', ['Uploaded']);
    await assertNotSent('Gone', 1);
  });

  it('does not send what is lost in the hold', async () => {
    await pressSend(workbench, 'Gone in the hold');
    await workbench.dialog();
    await company.closeMailbox();
    await workbench.answerDialog('Send');
    await onlyMessage('The mailbox cannot be reached. Check the network connection, then try again.');
    await company.openMailbox();
    await untilShown(workbench, 'Gone in the hold', ['Uploaded']);
    await assertNotSent('Gone in the hold', 1);
  });

  it('says that a sign-in has expired, and sends after the next one', async () => {
    const since = mark();
    await pressSend(workbench, 'Expired');
    await workbench.dialog();
    await company.identity.revoke(ada.userName);
    await workbench.answerDialog('Send');
    const buttons = await onlyMessage('Your sign-in has expired. Sign in again.');
    assert.deepEqual(buttons, ['Sign In']);
    await untilShown(workbench, 'Expired', ['Uploaded']);
    await assertNotSent('Expired', 1);
    assert.deepEqual(asked(since, sending), []);
    await company.signIn(() => workbench.answerNotification(/^Your sign-in has expired/, 'Sign In'));
    await untilAccount(workbench, ada.userName);
    await pressSend(workbench, 'Expired');
    await workbench.answerDialog('Send');
    await workbench.notification(/^Sent: Expired$/);
    await untilShown(workbench, 'Expired', ['Sent']);
    assert.deepEqual(await held(company, 'Expired'), { sent: 1, drafts: 0 });
    assert.deepEqual(asked(since, sending), ['POST 202']);
  });

  it('says that this account may not send under another name', async () => {
    const since = mark();
    await pressSend(workbench, 'Refused');
    await workbench.answerDialog('Send');
    await onlyMessage(
      'This account may not send under the address of this mail. Remove “from”, or ask an administrator for Send As or Send on Behalf for that address.',
    );
    await untilShown(workbench, 'Refused', ['Failed']);
    await assertNotSent('Refused', 1);
    assert.deepEqual(asked(since, sending), ['POST 403']);
  });

  it('works without a network from the start', async () => {
    await company.closeMailbox();
    await reopen(workbench);
    await untilShown(workbench, 'Offline', ['Local']);
    await untilShown(workbench, 'Gone', ['Uploaded']);
    await untilShown(workbench, 'Expired', ['Sent']);
    await refresh(workbench);
    await untilAccount(workbench, ada.userName);
    await pressSend(workbench, 'Offline');
    await onlyMessage('The mailbox cannot be reached. Check the network connection, then try again.');
    await untilShown(workbench, 'Offline', ['Local']);
    await company.openMailbox();
    await assertNotSent('Offline', 0);
  });
});
