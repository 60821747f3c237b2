import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { signInAda } from './draftList.js';

/** By the keyboard alone, as whoever writes does it. */
describe('writing a draft', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({
      samples: true,
      seed: true,
      settings: { 'markdownMail.suggestContacts': 'ask' },
    });
    workbench = await company.startWorkbench();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-language');
  });

  after(() => company?.close());

  const editor = () => workbench.page.locator('.editor-group-container.active .monaco-editor').first();
  const squiggles = () => editor().locator('.squiggly-error, .squiggly-warning').count();

  /** The quick fixes at the cursor, by their titles; `Enter` takes the first. */
  async function quickFix(line: number, wanted: RegExp, picture?: string): Promise<void> {
    await workbench.putCursor(line);
    await workbench.page.keyboard.press('End');
    const first = workbench.page.locator('.action-widget .monaco-list-row.action').first();
    // While the problems are looked for again after a change there is nothing to mend.
    await waitUntil('the quick fixes', async () => {
      await workbench.page.keyboard.press('ControlOrMeta+.');
      await first.waitFor({ timeout: 2000 });
      return true;
    });
    assert.match(await first.innerText(), wanted);
    if (picture !== undefined) await workbench.screenshot(picture);
    await workbench.page.keyboard.press('Enter');
    await first.waitFor({ state: 'detached' });
  }

  it('mends three problems by quick fixes', async () => {
    const file = company.writeDraft(
      'problems.mail.md',
      '---\nto: Ines Carvalho <ines@example.org>\nsubjet: The plan\nattachments: [files/florplan.pdf]\n---\nDear Ines, we meet TODO\n',
    );
    await workbench.openFile(file);
    await editor().locator('.codelens-decoration', { hasText: 'Local' }).waitFor();
    await waitUntil('the problems', async () => (await squiggles()) >= 3);
    await workbench.pictures('language-problems');
    await quickFix(3, /Change to subject:/, 'language-quick-fix');
    await quickFix(6, /^(?:Fill in|Remove) “TODO”$/);
    await waitUntil('two problems less', async () => (await squiggles()) === 1);
    await workbench.putCursor(4);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('ArrowLeft');
    await workbench.page.keyboard.press('Alt+Shift+.');
    await waitUntil('no problem', async () => (await squiggles()) === 0);
    await workbench.save();
    assert.equal(
      readFileSync(file, 'utf8'),
      '---\nto: Ines Carvalho <ines@example.org>\nsubject: The plan\nattachments: [files/floor-plan.pdf]\n---\nDear Ines, we meet \n',
    );
    await workbench.screenshot('language-mended');
  });

  it('completes keys, addresses and files while one types', async () => {
    const file = company.writeDraft('typed.mail.md', '---\n\n---\n\nHello,\n');
    await workbench.openFile(file);
    await workbench.putCursor(2);
    const { keyboard } = workbench.page;
    const list = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
    const focused = workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    const take = async (typed: string, wanted: RegExp, picture?: string) => {
      await keyboard.type(typed, { delay: 60 });
      await waitUntil(`${String(wanted)} first`, async () => wanted.test(await focused.first().innerText()));
      if (picture === 'language-addresses') await workbench.pictures(picture);
      else if (picture !== undefined) await workbench.screenshot(picture);
      await keyboard.press('Enter');
    };
    await take('t', /^to\b/, 'language-keys');
    await list.first().waitFor();
    await take('yuki', /Yuki Tanabe/, 'language-addresses');
    await keyboard.press('Enter');
    await take('att', /^attachments/);
    await take('files/fl', /floor-plan\.pdf/, 'language-files');
    await keyboard.press('End');
    await keyboard.press('Enter');
    await workbench.screenshot('language-typed');
    await take('imp', /^importance/);
    await take('', /^high/);
    await workbench.save();
    assert.equal(
      readFileSync(file, 'utf8'),
      '---\nto: Yuki Tanabe <yuki@example.com>\nattachments: [files/floor-plan.pdf]\nimportance: high\n---\n\nHello,\n',
    );
  });

  it('explains a key, and says the state in the status bar', async () => {
    await editor().locator('.view-line', { hasText: 'importance' }).getByText('importance').first().hover();
    const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'urgent' });
    await hover.first().waitFor();
    await workbench.pictures('language-hover');
    const { page } = workbench;
    await page.locator('.part.statusbar .statusbar-item[id*="languageStatus"]').first().hover();
    const told = page.locator('.hover-language-status', { hasText: 'Local' });
    await told.getByText('Preview', { exact: true }).waitFor();
    await workbench.screenshot('language-status');
  });

  it('offers contacts to whoever agreed, and asks once', async () => {
    await workbench.showContainer('Markdown Mail');
    await signInAda(company, workbench);
    const file = company.writeDraft('contacts.mail.md', '---\nto: \nsubject: Seeds\n---\n\nHello,\n');
    await workbench.openFile(file);
    const { keyboard } = workbench.page;
    const row = workbench.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Hanna Weiß' });
    const begin = async (typed: string) => {
      await workbench.putCursor(2);
      await keyboard.press('End');
      await keyboard.type(typed, { delay: 60 });
    };
    await begin('h');
    const question = /^Suggest the contacts of ada@company\.example, and the people/;
    const { buttons } = await workbench.notification(question);
    assert.deepEqual(buttons, ['Offer People and Contacts', 'Not Now', 'Never']);
    await workbench.screenshot('language-contacts-question');
    assert.equal(await row.count(), 0);
    await keyboard.press('Escape');
    await company.signIn(() => workbench.answerNotification(question, 'Offer People and Contacts'));
    const asked = company.identity.requests.filter(({ endpoint }) => endpoint === 'authorize');
    assert.match(asked.at(-1)?.form['scope'] ?? '', /\bPeople\.Read Contacts\.Read\b/);
    assert.ok(!asked[0]?.form['scope']?.includes('Read '), 'the first sign-in asked for mail alone');
    await waitUntil('the contact', async () => {
      // A list that is open would only show or hide its details.
      await keyboard.press('Escape');
      await keyboard.press('Control+Space');
      await workbench.page.waitForTimeout(500);
      return row.first().isVisible();
    });
    await keyboard.type('an');
    await waitUntil('the contact alone', async () =>
      /^Hanna Weiß\s+hanna@weiss-garten\.example\s*Contacts/.test(await row.first().innerText()),
    );
    await workbench.screenshot('language-contacts');
    await keyboard.press('Enter');
    await workbench.save();
    assert.match(readFileSync(file, 'utf8'), /^to: Hanna Weiß <hanna@weiss-garten\.example>$/m);
    assert.ok(!(await workbench.notifications()).some(({ text }) => question.test(text)));
  });
});
