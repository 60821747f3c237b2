import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEml } from '../../../src/sandbox/eml.js';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { draftText, signInAda, untilShown } from './draftList.js';

const subject = 'Lunch on Thursday?';

/** By keyboard and mouse only. */
describe('an answer, and a draft from a template', function () {
  this.timeout(240_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({ seed: true, settings: { 'markdownMail.templates': 'templates' } });
    const templates = join(company.workspace, 'templates');
    mkdirSync(templates);
    writeFileSync(
      join(templates, 'weekly.mail.md'),
      '---\nto: ${1:whom}\nsubject: Report of week ${2:number}\n---\n\nDear Charles,\n\n$0\n',
    );
    writeFileSync(join(templates, 'invitation.md'), '---\nto: $1\nsubject: "Invitation to $2"\n---\n\n');
    writeFileSync(join(templates, 'huge.md'), 'x'.repeat(300 * 1024));
    company.writeDraft('there.mail.md', draftText('There before'));
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
    await signInAda(company, workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-reply');
  });

  after(() => company?.close());

  const keys = (...pressed: string[]) =>
    pressed.reduce<Promise<void>>(
      (before, key) => before.then(() => workbench.page.keyboard.press(key)),
      Promise.resolve(),
    );
  const editor = () => workbench.page.locator('.editor-group-container.active .monaco-editor.focused');
  const suggested = (text: string) =>
    workbench.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text }).first();

  it('a message is picked and answered; it goes to who wrote it, above what was written', async () => {
    await workbench.runCommand('Markdown Mail: New Reply or Forward…');
    await waitUntil('the inbox', async () => (await workbench.quickInput.rows()).length === 3);
    await workbench.page.keyboard.type('canal');
    await waitUntil('what the mailbox finds', async () => (await workbench.quickInput.rows()).length === 1);
    await workbench.screenshot('reply-messages');
    await keys('Enter');
    await waitUntil('the kinds of answers', async () =>
      (await workbench.quickInput.rows()).some(({ label }) => label === 'Reply All'),
    );
    await keys('Enter');
    const file = join(company.workspace, 'Re Lunch on Thursday.mail.md');
    await workbench.tab('Re Lunch on Thursday.mail.md').waitFor();
    await editor().waitFor();
    await workbench.type('Yes, **gladly**.\n\nI bring the umbrella.\n');
    await workbench.save();
    await workbench.runCommand('Markdown Mail: Preview Mail');
    const mail = (await workbench.webview()).frameLocator('iframe#mail');
    await mail.getByText('gladly', { exact: true }).waitFor();
    await workbench.pictures('reply-preview');
    await workbench.runCommand('Markdown Mail: Send Mail');
    const { text, detail } = await workbench.dialog();
    assert.equal(text, 'Send this mail to Nora Lindqvist <nora@lindqvist.example>?');
    assert.match(detail, /^To: Nora Lindqvist <nora@lindqvist\.example>$/m);
    assert.match(detail, /^Outside company\.example: nora@lindqvist\.example$/m);
    assert.match(detail, /^Subject: RE: Lunch on Thursday\?$/m);
    await workbench.screenshot('reply-question');
    await workbench.answerDialog('Send');
    await workbench.notification(/^Sent: RE: Lunch on Thursday\?/);
    await untilShown(workbench, 'Re Lunch on Thursday.mail.md', ['Sent']);
    await workbench.screenshot('reply-sent');
    assert.match(readFileSync(file, 'utf8'), /^sent: /m);
  });

  it('the mailbox holds one answer, in the conversation of the message', async () => {
    const [original] = await company.messagesAbout(subject);
    const [answer, ...others] = await company.messagesAbout(`RE: ${subject}`);
    assert.ok(original && answer);
    assert.deepEqual(others, []);
    assert.deepEqual([answer.isDraft, answer.folder], [false, 'sentitems']);
    assert.equal(answer.conversationId, original.conversationId);
    assert.ok(answer.conversationIndex.startsWith(original.conversationIndex.slice(0, 8)));
    assert.deepEqual(answer.answers?.references, [original.content.internetMessageId]);
    const eml = Buffer.from(await buildEml(answer, () => assert.fail('it has no files'))).toString();
    assert.ok(eml.includes(`\r\nIn-Reply-To: ${original.content.internetMessageId}\r\n`));
    const people = answer.content.toRecipients.map(({ emailAddress }) => emailAddress.address);
    assert.deepEqual(people, ['nora@lindqvist.example']);
    const html = answer.content.body.content;
    const places = ['gladly', 'umbrella', 'Nora Lindqvist', 'place by the canal'].map((words) =>
      html.indexOf(words),
    );
    assert.ok(
      places.every((place, at) => place > (places[at - 1] ?? -1)),
      places.join(' '),
    );
  });

  it('a new draft begins with a template, and Tab and Enter lead through its fields', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Markdown Mail: New Draft');
    const rows = await waitUntil('the templates', async () => {
      const found = await workbench.quickInput.rows();
      return found.length === 3 && found.map(({ label, description }) => [label, description]);
    });
    assert.deepEqual(rows, [
      ['Blank', ''],
      ['invitation', 'Invitation to …'],
      ['weekly', 'Report of week number'],
    ]);
    await workbench.notification(/^Left out: huge\.md; a template must be /);
    await workbench.screenshot('template-choice');
    await keys('ArrowDown', 'ArrowDown', 'Enter');
    await workbench.page.locator('.tab.active[data-resource-name$=".mail.md"]').waitFor();
    await editor().waitFor();
    await waitUntil('the first field', async () =>
      (await workbench.statusBar()).some((text) => text.startsWith('Ln 2, Col 9 (4 selected)')),
    );
    await workbench.screenshot('template-fields');
    // Charles is known from another draft. What begins his name is completed by Tab, as everywhere in VS Code.
    await workbench.page.keyboard.type('charl', { delay: 60 });
    await keys('Control+Space');
    await suggested('charles@example.org').waitFor();
    await keys('Tab');
    await suggested('charles@example.org').waitFor({ state: 'detached' });
    await keys('Tab');
    await workbench.page.keyboard.type('47');
    await keys('Enter');
    await workbench.page.keyboard.type('all is well.');
    await workbench.save();
    await workbench.screenshot('template-filled');
    await untilShown(workbench, 'Report of week 47', ['Local']);
    const made = readdirSync(company.workspace).filter((name) => /^\d{4}-\d\d-\d\d\.mail\.md$/.test(name));
    assert.deepEqual(
      made.map((name) => readFileSync(join(company.workspace, name), 'utf8')),
      [
        '---\nto: Charles Babbage <charles@example.org>\nsubject: Report of week 47\n---\n\nDear Charles,\n\nall is well.\n',
      ],
    );
  });

  it('Tab goes on behind a whole address, whatever is suggested there', async () => {
    await workbench.runCommand('Markdown Mail: New Draft');
    await workbench.quickInput.pick('invitation');
    await workbench.page.locator('.tab.active[data-resource-name$="-2.mail.md"]').waitFor();
    await editor().waitFor();
    await waitUntil('the first field', async () =>
      (await workbench.statusBar()).some((text) => text.startsWith('Ln 2, Col 5')),
    );
    // The sign in it opens the suggestions by itself, if they come while one types: a busy machine needs to be asked.
    await workbench.page.keyboard.type('charles@example.org', { delay: 60 });
    await waitUntil('a suggestion', async () => {
      await suggested('Charles Babbage')
        .waitFor({ timeout: 5000 })
        .catch(() => keys('Control+Space'));
      return suggested('Charles Babbage').isVisible();
    });
    await workbench.screenshot('template-suggestion');
    await keys('Tab');
    await workbench.page.keyboard.type('the party');
    await workbench.save();
    await untilShown(workbench, 'Invitation to the party', ['Local']);
    const [made] = readdirSync(company.workspace).filter((name) => name.endsWith('-2.mail.md'));
    assert.equal(
      readFileSync(join(company.workspace, made ?? ''), 'utf8'),
      '---\nto: charles@example.org\nsubject: "Invitation to the party"\n---\n\n',
    );
  });
});
