import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locator } from 'playwright-core';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company, reopen } from './company.js';
import { draftText, untilAccount, untilShown } from './draftList.js';

const engine = 'Notes on the engine';
const away = 'Away';

/** The mouse is not touched here, but for the menu of the view: all else in the sidebar is done from the keyboard. */
describe('the sidebar by the keyboard alone', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({
      settings: {
        'markdownMail.cloud': 'sandbox',
        'markdownMail.undoSendSeconds': 0,
      },
    });
    mkdirSync(join(company.workspace, 'files'));
    mkdirSync(join(company.workspace, 'reports'));
    writeFileSync(join(company.workspace, 'files', 'plan.pdf'), 'x'.repeat(3000));
    company.writeDraft(
      'engine.mail.md',
      draftText(engine, 'cc: team@example.org\nattachments: [files/plan.pdf]\nimportence: high\n'),
    );
    company.writeDraft('away.mail.md', draftText(away));
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
    await untilAccount(workbench, 'SANDBOX');
    await untilShown(workbench, away, ['Local']);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-sidebar');
  });

  after(() => company?.close());

  const press = (...keys: string[]) =>
    keys.reduce(async (before, key) => {
      await before;
      await workbench.page.keyboard.press(key);
    }, Promise.resolve());

  const focused = () =>
    workbench.page
      .locator('.part.sidebar .monaco-list-row.focused')
      .first()
      .getAttribute('aria-label', { timeout: 1000 })
      .catch(() => '');

  /** Goes to a row by the arrows. */
  async function goTo(label: RegExp): Promise<void> {
    await workbench.runCommand('markdownMail.drafts.focus');
    await press('Home');
    await waitUntil(`the row ${String(label)} with the focus`, async () => {
      if (label.test((await focused()) ?? '')) return true;
      await press('ArrowDown');
      return label.test((await focused()) ?? '');
    });
  }

  /** The palette that goes away may take an input box along that opens at the same moment; F2 then asks again. */
  async function rename(row: RegExp, name: string): Promise<void> {
    await waitUntil('the question for a name', async () => {
      await goTo(row);
      await press('F2');
      await workbench.page.waitForTimeout(500);
      return (await workbench.quickInput.title()) === 'Rename Draft';
    });
    // What stands there is selected, but for the ending.
    await workbench.page.keyboard.insertText(name);
    await press('Enter');
  }

  const shown = (selector: string) => workbench.page.locator(selector).first();

  const group = (label: string) =>
    workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="1"]', { hasText: label });

  /**
   * Chooses an entry of a row's menu, until `done` is there: a list that is drawn anew swallows the key that opens the
   * menu, and the palette that goes away may take the menu along.
   */
  async function choose(row: RegExp, entry: string, done: Locator): Promise<void> {
    const menu = workbench.page.locator('.monaco-menu');
    const item = menu.locator('.action-item.focused .action-label');
    await waitUntil(`what ${entry} does`, async () => {
      await goTo(row);
      await press('Shift+F10');
      await menu.waitFor({ timeout: 3000 });
      const reach = async () => {
        await press('ArrowDown');
        return ((await item.textContent({ timeout: 1000 })) ?? '').trim() === entry;
      };
      await waitUntil(`the entry ${entry}`, reach, 10_000);
      await press('Enter');
      await menu.waitFor({ state: 'detached' });
      await done.waitFor({ timeout: 15_000 });
      return true;
    });
  }

  it('shows in three themes who gets a mail, what goes along, and what is wrong', async () => {
    await goTo(new RegExp(`^${engine}`));
    await press('ArrowRight');
    await workbench.view('Drafts').row('plan.pdf', ({ description }) => description === '2.9 KB');
    await goTo(new RegExp(`^${engine}`));
    await workbench.pictures('sidebar');
    const rows = await workbench.view('Drafts').rows();
    const below = rows.filter(({ level }) => level === 3).map(({ label, ariaLabel }) => [label, ariaLabel]);
    assert.deepEqual(below.slice(0, 3), [
      ['Charles Babbage', 'To: Charles Babbage, charles@example.org'],
      ['team@example.org', 'Cc: team@example.org'],
      ['plan.pdf', 'Attachment: plan.pdf, 2.9 KB'],
    ]);
    assert.match(below[3]?.[1] ?? '', /^Warning: "importence:" has no effect .* "importance:"\?$/);
  });

  it('opens a problem at its line, renames, reviews and sends', async () => {
    await goTo(/^Warning: "importence:"/);
    await press('Enter');
    await workbench.tab('engine.mail.md').waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: /^Ln 6, Col 1$/ }).waitFor();

    const file = join(company.workspace, 'the engine.mail.md');
    await rename(new RegExp(`^${engine}`), 'the engine');
    await waitUntil('the renamed file', () => existsSync(file));
    assert.equal(existsSync(join(company.workspace, 'engine.mail.md')), false);
    await workbench.tab('the engine.mail.md').waitFor();

    await choose(new RegExp(`^${engine}`), 'Preview Mail', shown('iframe.webview.ready:visible'));
    const mail = (await workbench.webview()).frameLocator('iframe#mail');
    await mail.locator('body', { hasText: engine }).waitFor();

    await choose(new RegExp(`^${engine}`), 'Send Mail', shown('.monaco-dialog-box'));
    assert.match((await workbench.dialog()).detail, /Cc: team@example\.org/);
    await press('Enter');
    await untilShown(workbench, engine, ['Sent']);
    assert.match(readFileSync(file, 'utf8'), /^sent: \d{4}-/m);
  });

  it('keeps a draft selected that goes to another group', async () => {
    await goTo(new RegExp(`^${away}`));
    await press('Enter');
    await workbench.tab('away.mail.md').waitFor();
    await choose(new RegExp(`^${away}`), 'Upload Draft', group('Uploaded'));
    await untilShown(workbench, away, ['Uploaded']);
    const selected = workbench.page.locator('.part.sidebar .monaco-list-row.selected');
    await waitUntil('the one row that is selected', async () => {
      const labels = await selected.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
      return labels.length === 1 && /^Away, Uploaded/.test(labels[0] ?? '');
    });
  });

  it('deletes the draft that has the focus, not the one that is selected', async () => {
    await workbench.view('Drafts').row(engine);
    await goTo(new RegExp(`^${engine}`));
    await press('Enter');
    await workbench.tab('the engine.mail.md').waitFor();
    await goTo(new RegExp(`^${away}`));
    await press('Delete');
    const { text, detail } = await workbench.dialog();
    assert.match(text, /“Away”/);
    assert.match(detail, /Its draft in the mailbox stays there/);
    await workbench.screenshot('sidebar-delete');
    await press('Escape');
    assert.ok(existsSync(join(company.workspace, 'away.mail.md')));
    await press('Delete');
    await workbench.dialog();
    await press('Enter');
    // The server that shows VS Code in a browser has no trash.
    await waitUntil('the second question', async () => /for good/.test((await workbench.dialog()).text));
    await press('Enter');
    await waitUntil('the file to go', () => !existsSync(join(company.workspace, 'away.mail.md')));
    assert.ok(existsSync(join(company.workspace, 'the engine.mail.md')));
  });

  it('asks nothing more about a file that somebody else deletes meanwhile', async () => {
    company.writeDraft('brief.mail.md', draftText('Brief'));
    await untilShown(workbench, 'Brief', ['Local']);
    await goTo(/^Brief/);
    await press('Delete');
    assert.match((await workbench.dialog()).text, /“Brief”/);
    rmSync(join(company.workspace, 'brief.mail.md'));
    await press('Enter');
    const dialogs = () => workbench.page.locator('.monaco-dialog-box').count();
    await waitUntil('the question to go', async () => (await dialogs()) === 0);
    await waitUntil('the row to go', async () =>
      (await workbench.view('Drafts').rows()).every(({ label }) => !label.includes('Brief')),
    );
    await workbench.runCommand('markdownMail.drafts.focus');
    assert.equal(await dialogs(), 0);
    // What an earlier test sent may be told still.
    const told = (await workbench.notifications()).filter(
      ({ text }) => !text.startsWith('Sent in the sandbox'),
    );
    assert.deepEqual(told, []);
  });

  it('is grouped and sorted as one likes, and stays so', async () => {
    for (const number of [9, 10]) {
      const file = company.writeDraft(`reports/${number}.mail.md`, draftText(`Report ${number}`));
      utimesSync(file, 1_790_000_000 + number, 1_790_000_000 + number);
    }
    await untilShown(workbench, 'Report 9', ['Local']);
    await untilShown(workbench, 'Report 10', ['Local']);
    const all = [engine, 'Report 9', 'Report 10'];
    const known = ['Local', 'Sent', 'mail', 'reports', ...all];
    // Without what a row opens to.
    const rows = async () =>
      (await workbench.view('Drafts').rows()).filter(({ label }) => known.includes(label));
    const until = (what: string, wanted: readonly string[]) =>
      waitUntil(what, async () => {
        const shown = (await rows()).map(({ label, level }) => `${'-'.repeat(level - 1)}${label}`);
        return JSON.stringify(shown.slice(0, wanted.length)) === JSON.stringify(wanted);
      });
    await workbench.runCommand('Markdown Mail: Group Drafts by Folder');
    await workbench.runCommand('Markdown Mail: Sort Drafts by Subject');
    await until('the folders', ['mail', `-${engine}`, 'reports', '-Report 9', '-Report 10']);
    await workbench.screenshot('sidebar-folders');
    await workbench.runCommand('Markdown Mail: List Drafts Without Groups');
    await until('one list', all);
    const descriptions = (await rows()).map(({ description }) => description.split(' · ').slice(0, 2).join());
    assert.deepEqual(descriptions, [
      'Sent,Charles Babbage and 1 more',
      'Local,Charles Babbage',
      'Local,Charles Babbage',
    ]);
    const chosen = workbench.page.locator('.monaco-menu .action-label', { hasText: '✓' });
    await waitUntil('the menu of the view', async () => {
      await workbench.view('Drafts').headerAction('More Actions');
      await chosen.first().waitFor({ timeout: 2000 });
      return true;
    });
    assert.deepEqual(await chosen.allInnerTexts(), [
      '✓ List Drafts Without Groups',
      '✓ Sort Drafts by Subject',
    ]);
    await workbench.screenshot('sidebar-menu');
    await press('Escape');
    // In a browser VS Code writes down what is to be remembered every five seconds.
    await workbench.page.waitForTimeout(6000);
    await reopen(workbench);
    await until('one list after a reload', all);
    await workbench.runCommand('Markdown Mail: Group Drafts by State');
    await workbench.runCommand('Markdown Mail: Sort Drafts by Time');
    await until('the states', ['Local', '-Report 10', '-Report 9', 'Sent']);
  });
});
