import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { draftText, pressInRow, refresh, signInAda, untilShown } from './draftList.js';

describe('drafts in step with the mailbox', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;
  const files = new Map<string, string>();

  before(async () => {
    company = await Company.open();
    for (const subject of ['Mine', 'Both', 'Theirs'])
      files.set(subject, company.writeDraft(`${subject}.mail.md`, draftText(subject)));
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
    await signInAda(company, workbench);
  });

  beforeEach(() => workbench.runCommand('notifications.clearAll'));

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-mailbox-drafts');
  });

  after(() => company?.close());

  const textOf = (subject: string) => readFileSync(files.get(subject) ?? '', 'utf8');

  async function editInOutlook(subject: string, from: string, to: string): Promise<void> {
    const [copy] = await company.messagesAbout(subject);
    assert.ok(copy);
    const content = copy.content.body.content.replace(from, to);
    assert.notEqual(content, copy.content.body.content);
    await company.inOutlook('PATCH', `/${copy.immutableId}`, { body: { contentType: 'html', content } });
  }

  async function bodyOf(subject: string): Promise<string> {
    const [copy] = await company.messagesAbout(subject);
    return copy?.content.body.content ?? '';
  }

  async function uploadAndConflict(subject: string): Promise<void> {
    await pressInRow(workbench, subject, 'Upload Draft');
    await untilShown(workbench, subject, ['Uploaded']);
    await editInOutlook(subject, 'Dear Charles', 'Dear Mr. Babbage');
    await refresh(workbench);
    await untilShown(workbench, subject, ['Conflict']);
  }

  const button = (title: string) =>
    workbench.page
      .locator(
        '.editor-group-container.active .title-actions .action-label, .editor-group-container.active .editor-actions .action-label',
      )
      .filter({ hasText: new RegExp(`^${title}$`, 'u') });

  it('a conflict is compared, and the file is kept: it goes over the copy that was seen', async () => {
    await uploadAndConflict('Mine');
    const before = textOf('Mine');
    await pressInRow(workbench, 'Mine', 'Compare With the Mailbox');
    await button('Keep Mine').waitFor();
    await workbench.page
      .locator('.diff-editor, .monaco-diff-editor')
      .getByText('Dear Mr. Babbage')
      .first()
      .waitFor();
    await workbench.pictures('compare-with-mailbox');
    assert.match(await bodyOf('Mine'), /Mr\. Babbage/);
    await button('Keep Mine').click();
    await untilShown(workbench, 'Mine', ['Uploaded']);
    assert.match(await bodyOf('Mine'), /Dear Charles/);
    assert.doesNotMatch(await bodyOf('Mine'), /Babbage/);
    assert.equal(textOf('Mine'), before);
  });

  it('what is written in the comparison goes over the copy that was seen', async () => {
    await uploadAndConflict('Both');
    await pressInRow(workbench, 'Both', 'Compare With the Mailbox');
    await button('Keep Mine').waitFor();
    await workbench.page.locator('.editor.modified .view-line', { hasText: 'Dear Charles' }).waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+End');
    await workbench.type('\nMr. Babbage knows');
    await button('Merged').waitFor();
    assert.equal(await button('Keep Mine').count(), 0);
    await button('Merged').click();
    await untilShown(workbench, 'Both', ['Uploaded']);
    assert.match(await bodyOf('Both'), /Dear Charles[^]*without an end[^]*Mr\. Babbage knows/);
    assert.match(textOf('Both'), /without an end\nMr\. Babbage knows$/);
  });

  it('theirs is taken: the file has their words and else its own, and a backup has what it was', async () => {
    await uploadAndConflict('Theirs');
    const before = textOf('Theirs');
    await pressInRow(workbench, 'Theirs', 'Compare With the Mailbox');
    await button('Take Theirs').click();
    await workbench.notification(/^The file has the text of the mailbox now/);
    assert.equal(textOf('Theirs'), before.replace('Dear Charles', 'Dear Mr. Babbage'));
    assert.match(await bodyOf('Theirs'), /Mr\. Babbage/);
    await untilShown(workbench, 'Theirs', ['Changed']);
    await workbench.answerNotification(/^The file has the text of the mailbox now/, 'Open Text From Before');
    await workbench.page
      .locator('.editor-group-container.active .view-line', { hasText: 'Dear Charles' })
      .first()
      .waitFor();
  });

  it('a copy is brought over its file after a look at the difference; the list of texts from before has what it was', async () => {
    await editInOutlook('Theirs', 'this is', 'here you have');
    const before = textOf('Theirs');
    await workbench.openFile(files.get('Theirs') ?? '');
    await workbench.runCommand('Markdown Mail: Bring Into a File…');
    await workbench.page.locator('.editor.original .view-line', { hasText: 'here you have' }).waitFor();
    await workbench.screenshot('pull-over');
    assert.equal(textOf('Theirs'), before, 'nothing is written before the answer');
    await workbench.answerNotification(/^Replace the text of this file/, 'Take Theirs');
    const wanted = before.replace('this is', 'here you have');
    await waitUntil('their words', () => textOf('Theirs') === wanted);
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Markdown Mail: Texts From Before…');
    const kept = await waitUntil('two texts', async () => {
      const rows = await workbench.quickInput.rows();
      return rows.length === 2 && rows;
    });
    assert.deepEqual(
      kept.map(({ label }) => label),
      ['Theirs', 'Theirs'],
    );
    for (const { description } of kept) assert.match(description, /^\w+ \d+, \d{4}, \d+:\d\d:\d\d.[AP]M$/u);
    await workbench.screenshot('texts-from-before');
    await workbench.quickInput.pick(0);
    const shown = workbench.page.locator('.editor-group-container.active .view-line');
    await shown.filter({ hasText: 'this is' }).filter({ hasText: 'Theirs' }).waitFor();
  });

  it('a draft of Outlook stands in the view, is looked at by a click, and becomes a file by its button', async () => {
    const contentBytes = Buffer.from('figures').toString('base64');
    await company.inOutlook('POST', '', {
      subject: 'Begun in Outlook',
      body: {
        contentType: 'html',
        content: '<div>Hello,</div><div><br></div><div>the <b>plan</b> is below.</div>',
      },
      toRecipients: [{ emailAddress: { name: 'Charles', address: 'charles@example.org' } }],
      attachments: [
        {
          '@odata.type': '#microsoft.graph.fileAttachment',
          name: 'plan.txt',
          contentType: 'text/plain',
          contentBytes,
        },
      ],
    });
    await workbench.page.locator('.pane-header', { hasText: /In the Mailbox/i }).click();
    const view = workbench.view('In the Mailbox');
    const row = await view.row('Begun in Outlook');
    assert.match(row.description, /^Charles · /);
    assert.deepEqual(
      (await view.rows()).map(({ label }) => label),
      ['Begun in Outlook'],
      'drafts with a file are left out',
    );
    await view.select('Begun in Outlook');
    await workbench.page
      .locator('.editor-group-container.active .view-line', { hasText: 'the **plan** is below' })
      .waitFor();
    const inEditor = () => workbench.page.locator('.monaco-editor.focused').count();
    assert.equal(await inEditor(), 0, 'a click leaves the focus in the list');
    await workbench.pictures('mailbox-view');
    await workbench.page.keyboard.press('Enter');
    await waitUntil('the focus in the text', async () => (await inEditor()) === 1);
    await view.rowAction('Begun in Outlook', 'Bring Into a File');
    const dialog = await workbench.dialog();
    assert.match(dialog.detail, /^plan\.txt \(/);
    await workbench.screenshot('pull-attachments');
    await workbench.answerDialog('Save It');
    const file = join(company.workspace, 'Begun in Outlook.mail.md');
    // VS Code makes the file first and fills it then.
    const text = await waitUntil('the file', () => existsSync(file) && (readFileSync(file, 'utf8') || false));
    assert.match(
      text,
      /^---\nto: Charles <charles@example\.org>\nsubject: Begun in Outlook\nattachments:\n {2}- plan\.txt\nid: \w{26}\n---\nHello,\n\nthe \*\*plan\*\* is below\.\n$/,
    );
    assert.equal(readFileSync(join(company.workspace, 'plan.txt'), 'utf8'), 'figures');
    await waitUntil('a view without it', async () => (await view.rows()).length === 0);
    await untilShown(workbench, 'Begun in Outlook', ['Changed']);
    await pressInRow(workbench, 'Begun in Outlook', 'Upload Draft');
    await untilShown(workbench, 'Begun in Outlook', ['Uploaded']);
    assert.equal((await company.messagesAbout('Begun in Outlook')).length, 1);
  });

  it('without a network the view says so in a sentence, and tries again on a click', async () => {
    const view = workbench.view('In the Mailbox');
    await company.closeMailbox();
    await view.headerAction('Refresh Drafts');
    const row = await view.row(/cannot be reached/);
    assert.equal(row.description, 'Click to try again');
    await workbench.screenshot('mailbox-view-offline');
    await company.openMailbox();
    await view.select(/cannot be reached/);
    await waitUntil('an empty view', async () => /No drafts in the mailbox/u.test(await view.welcome()));
  });

  it('shows more drafts by a click, and by the keyboard', async () => {
    const view = workbench.view('In the Mailbox');
    for (let number = 1; number <= 65; number++)
      await company.inOutlook('POST', '', { subject: `Number ${number}` });
    await view.headerAction('Refresh Drafts');
    const { keyboard } = workbench.page;
    const last = (label: string) =>
      waitUntil(`${label} as the last row`, async () => {
        await keyboard.press('End');
        return (await view.rows()).at(-1)?.label === label;
      });
    await view.row('Number 65');
    await workbench.runCommand('markdownMail.mailbox.focus');
    await last('Load More…');
    await view.select('Load More…');
    await view.row('Number 35');
    await last('Load More…');
    await keyboard.press('Enter');
    await last('Number 1');
    await workbench.screenshot('mailbox-view-all');
  });

  it('leaves nothing of a draft in any log', () => {
    const logs = readdirSync(join(company.root, 'data'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.log'),
    );
    const all = logs.map((name) => readFileSync(join(company.root, 'data', name), 'utf8')).join('\n');
    assert.match(all, /markdownMail\.takeTheirs: done/);
    for (const secret of ['Babbage', 'Begun in Outlook', 'charles@example.org', 'plan.txt'])
      assert.ok(!all.includes(secret), secret);
  });
});
