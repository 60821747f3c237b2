import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { ada, Company, grace } from './company.js';
import { untilAccount, untilFields, untilLens } from './draftList.js';

const body = `Dear Charles,

the **table** of numbers, and ✓ a note:

| n | B~n~ |
|--:|:-----|
| 1 | 1/6  |

\`\`\`ts
const answer: number = 42;
\`\`\`
`;

describe('sign in, write, preview, upload and send by hand, from the package', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({ wholeVsCode: true });
    workbench = await company.startWorkbench();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-sign-in-and-send');
  });

  after(() => company.close());

  it('welcomes a person without account and drafts', async () => {
    await workbench.showContainer('Markdown Mail');
    const welcome = workbench.page.locator('.welcome-view-content');
    await welcome.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
    await welcome.getByRole('button', { name: 'New Draft', exact: true }).waitFor();
    await workbench.pictures('welcome');
  });

  it('signs in by clicking', async () => {
    const button = workbench.page
      .locator('.welcome-view-content')
      .getByRole('button', { name: 'Sign In', exact: true });
    await company.signIn(() => button.click());
    await button.waitFor({ state: 'detached' });
    await waitUntil('the status bar', async () =>
      (await workbench.statusBar()).some((text) => text.includes(ada.userName)),
    );
  });

  it('writes a draft, sees it, uploads it and sends it', async () => {
    await workbench.runCommand('Markdown Mail: New Draft');
    await workbench.page.locator('.tab.active[data-resource-name$=".mail.md"]').waitFor();
    await workbench.page
      .locator('.editor-group-container.active .view-line', { hasText: 'subject:' })
      .waitFor();
    await untilFields(workbench);
    await workbench.type('Charles Babbage <charles@example.org>');
    await workbench.putCursor(3);
    await workbench.page.keyboard.press('End');
    await workbench.type('Notes on the engine ✓');
    await workbench.putCursor('end');
    await workbench.type(body);
    await workbench.save();
    await untilLens(workbench, 'Local');

    const blurred = blurAt(workbench, 'Draft uploaded');
    await workbench.runCommand('Markdown Mail: Upload Draft');
    const view = workbench.view('Drafts');
    await view.row('Uploaded');
    await blurred;
    await untilLens(workbench, 'Uploaded');
    const [uploaded] = await company.sandbox.messages(ada.userName);
    assert.equal(uploaded?.isDraft, true);
    await workbench.putCursor('end');
    await workbench.type('\nYours, Ada\n');
    await workbench.save();
    await untilLens(workbench, 'Changed');

    await workbench.runCommand('Markdown Mail: Preview Mail');
    const preview = await workbench.webview();
    await preview.getByText('Notes on the engine ✓').first().waitFor();
    const shown = preview.frameLocator('iframe#mail').locator('body > div').first();
    await shown.getByText('Yours, Ada').waitFor();
    const seen = await shown.evaluate((element) => element.outerHTML);

    await workbench.runCommand('Markdown Mail: Send Mail');
    const dialog = await workbench.dialog();
    assert.match(dialog.text, /charles@example\.org/);
    assert.match(dialog.detail, /To: Charles Babbage <charles@example\.org>/);
    assert.match(dialog.detail, new RegExp(`From: ${ada.userName}`));
    assert.match(dialog.detail, /Outside company\.example: charles@example\.org/);
    assert.match(dialog.detail, /Subject: Notes on the engine ✓/);
    await workbench.screenshot('confirm');
    await workbench.answerDialog('Send');
    await workbench.notification(/^Sent: Notes on the engine/, 30_000);
    await view.row('Sent');
    await untilLens(workbench, 'Sent');

    const mail = await onlySentMail(company);
    assert.equal(mail.subject, 'Notes on the engine ✓');
    assert.deepEqual(
      mail.to?.map(({ name, address }) => [name, address]),
      [['Charles Babbage', 'charles@example.org']],
    );
    const arrived = await workbench.page.evaluate(
      (html) => new DOMParser().parseFromString(html, 'text/html').body.firstElementChild?.outerHTML,
      mail.html ?? '',
    );
    assert.equal(arrived, seen, 'what arrived is what the preview showed');
    assert.match(mail.text ?? '', /the table of numbers/);
  });

  it('leaves no token in any file, and nothing of the mail in any log', async () => {
    const tokens = company.identity.issuedTokens;
    assert.ok(tokens.length >= 2, 'tokens were issued');
    const logs = filesBelow(join(company.root, 'data')).filter((file) => file.endsWith('.log'));
    const ours = logs.filter((file) => readFileSync(file, 'utf8').includes('markdownMail.send: done'));
    assert.equal(ours.length, 1, 'the log of the extension is among the files');
    for (const file of logs)
      for (const secret of [
        ...tokens,
        ada.userName,
        'charles@example.org',
        'Notes on the engine',
        'Dear Charles',
      ])
        assert.equal(
          readFileSync(file, 'utf8').includes(secret),
          false,
          `“${secret.slice(0, 20)}” stands in ${file}`,
        );
    const files = filesBelow(company.root).filter((file) => !file.includes('/profile/'));
    assert.ok(files.length > 20);
    for (const file of files) {
      const text = readFileSync(file, 'latin1');
      for (const token of tokens) assert.equal(text.includes(token), false, `a token stands in ${file}`);
    }
  });

  it('sends by the account that the draft names, of two that are signed in', async () => {
    await company.signIn(() => workbench.runCommand('Markdown Mail: Sign In'), grace);
    await untilAccount(workbench, `${ada.userName}, ${grace.userName}`);
    await workbench.runCommand('View: Close All Editors');
    const file = company.writeDraft(
      'two.mail.md',
      '---\nto: a@example.com\naccount: \nsubject: Two\n---\nHi\n',
    );
    await workbench.openFile(file);
    await workbench.putCursor(3);
    await workbench.page.keyboard.press('End');
    const offered = workbench.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    // Who is signed in is not waited for longer than a person would.
    await waitUntil('both accounts', async () => {
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('ControlOrMeta+Space');
      await offered.first().waitFor({ timeout: 2000 });
      const names = (await offered.allTextContents()).sort();
      return names.join() === `${ada.userName},${grace.userName}`;
    });
    await workbench.screenshot('accounts-offered');
    await workbench.page.keyboard.type('gra');
    await waitUntil('one of them', async () => (await offered.count()) === 1);
    await workbench.page.keyboard.press('Enter');
    await workbench.save();
    await workbench.runCommand('Markdown Mail: Send Mail');
    assert.match((await workbench.dialog()).detail, new RegExp(`^From: ${grace.userName}$`, 'm'));
    await workbench.answerDialog('Send');
    await workbench.notification(/^Sent: Two$/, 30_000);
    assert.deepEqual(
      (await company.messagesAbout('Two', grace)).map(({ folder }) => folder),
      ['sentitems'],
    );
    assert.deepEqual(await company.messagesAbout('Two', ada), []);
  });

  it('asks which account to sign out, and forgets it', async () => {
    await workbench.runCommand('Markdown Mail: Sign Out');
    await workbench.quickInput.pick(grace.userName);
    await workbench.page
      .locator('.part.sidebar .message', { hasText: /^ada@company\.example$/ })
      .first()
      .waitFor();
    const hers = '---\nto: a@example.com\naccount: grace@company.example\nsubject: Hers\n---\nText\n';
    await workbench.openFile(company.writeDraft('hers.mail.md', hers));
    await workbench.runCommand('Markdown Mail: Upload Draft');
    await workbench.notification(/^grace@company\.example is not signed in here\./);
  });

  it('signs out and forgets', async () => {
    await workbench.runCommand('Markdown Mail: Sign Out');
    await workbench.page.locator('.part.sidebar .message', { hasText: 'Not signed in' }).first().waitFor();
    const other = company.writeDraft('other.mail.md', '---\nto: a@example.com\nsubject: Other\n---\nText\n');
    await workbench.openFile(other);
    await workbench.runCommand('Markdown Mail: Upload Draft');
    await workbench.notification(/Nobody is signed in/);
  });
});

/** Takes the focus from the editor when the status bar says so, as a click elsewhere at that moment does. */
function blurAt({ page }: Workbench, text: string): Promise<void> {
  return page.evaluate(
    (awaited) =>
      new Promise<void>((resolve) => {
        const bar = document.querySelector('.part.statusbar') as HTMLElement;
        const observer = new MutationObserver(() => {
          if (!bar.textContent.includes(awaited)) return;
          observer.disconnect();
          (document.activeElement as HTMLElement | null)?.blur();
          resolve();
        });
        observer.observe(bar, { subtree: true, childList: true, characterData: true });
      }),
    text,
  );
}

async function onlySentMail(company: Company) {
  const folder = join(company.mailFolder, ada.userName, 'Sent Items');
  const names = await waitUntil('one mail in Sent Items', () => {
    const found = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    return Promise.resolve(found.length === 1 ? found : undefined);
  });
  return PostalMime.parse(readFileSync(join(folder, names[0] ?? '')));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}
