import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { draftText, untilShown } from './draftList.js';

/** What other programs put into the clipboard, pasted with the keyboard into a draft. */
describe('pasting', function () {
  this.timeout(240_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({
      settings: { 'markdownMail.cloud': 'sandbox', 'markdownMail.undoSendSeconds': 0 },
    });
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-paste');
    await workbench.revertAll();
    await workbench.runCommand('View: Close All Editors');
  });

  after(() => company?.close());

  async function open(subject: string): Promise<string> {
    const file = company.writeDraft(`${subject}.mail.md`, `${draftText(subject)}\n\n`);
    await workbench.openFile(file);
    await workbench.putCursor('end');
    return file;
  }

  async function copy(items: Readonly<Record<string, string>>): Promise<void> {
    await workbench.page.evaluate(async (contents) => {
      const blobOf = (type: string, text: string) =>
        type.startsWith('image/')
          ? new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type })
          : new Blob([text], { type });
      const blobs = Object.entries(contents).map(([type, text]) => [type, blobOf(type, text)] as const);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    }, items);
  }

  const paste = () => workbench.page.keyboard.press('ControlOrMeta+V');

  async function saved(file: string, text: string | RegExp): Promise<string> {
    await workbench.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await workbench.save();
    const has = () => {
      const content = readFileSync(file, 'utf8');
      return (typeof text === 'string' ? content.includes(text) : text.test(content)) ? content : undefined;
    };
    return waitUntil(`${String(text)} in the file`, has);
  }

  it('a table of Excel or the web is a table of Markdown, and one Undo takes it back', async () => {
    const file = await open('Table');
    const before = readFileSync(file, 'utf8');
    await copy({
      'text/html':
        '<html><body><table><tr><th>Engine</th><th>Turns</th></tr><tr><td><b>Difference</b></td><td>40</td></tr></table></body></html>',
      'text/plain': 'Engine\tTurns\nDifference\t40',
    });
    await paste();
    await saved(file, /\| Engine\s*\| Turns\s*\|\n\|[ :-]+\|[ :-]+\|\n\| \*\*Difference\*\*\s*\| 40\s*\|/);
    await workbench.screenshot('paste-table');
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await saved(file, before);
  });

  it('text without more in it, and text in a block of code, stays as it is', async () => {
    const file = await open('Plain');
    await copy({ 'text/html': '<span>x &lt; y</span>', 'text/plain': 'x < y' });
    await workbench.type('```html\n');
    await copy({ 'text/html': '<b>bold</b>', 'text/plain': 'bold as text' });
    await paste();
    await workbench.page.locator('.view-line', { hasText: 'bold as text' }).waitFor();
    await saved(file, '```html\nbold as text');
  });

  it('a picture is saved beside the draft, stands in the text, and travels inside the mail', async () => {
    const file = await open('Picture');
    const png = await workbench.page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 40;
      const context = canvas.getContext('2d');
      context?.fillRect(5, 5, 30, 30);
      return canvas.toDataURL('image/png').replace(/^.*,/, '');
    });
    await copy({ 'image/png': png });
    await paste();
    await workbench.page.locator('.view-line', { hasText: '](Picture.png)' }).waitFor();
    await workbench.page.keyboard.insertText('A black square');
    await saved(file, '![A black square](Picture.png)');
    assert.deepEqual(
      [...readFileSync(join(company.workspace, 'Picture.png')).subarray(1, 4)],
      [...Buffer.from('PNG')],
    );
    await workbench.runCommand('Markdown Mail: Send Mail');
    await workbench.dialog();
    await workbench.answerDialog('Send');
    await untilShown(workbench, 'Picture', ['Sent']);
  });

  it('files that were copied in the Explorer are attached', async () => {
    writeFileSync(join(company.workspace, 'plan.pdf'), '%PDF-1.4');
    const file = await open('Files');
    await workbench.runCommand('View: Show Explorer');
    const row = workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'plan.pdf' });
    await row.click();
    await workbench.tab('plan.pdf').waitFor();
    await row.press('ControlOrMeta+C');
    await workbench.openFile(file);
    await workbench.putCursor('end');
    await paste();
    const content = await waitUntil('the attachment', () => {
      const text = readFileSync(file, 'utf8');
      return text.includes('attachments: [plan.pdf]') && text;
    });
    assert.ok(!content.includes('](plan.pdf)'));
    assert.ok(existsSync(file));
  });
});
