import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import { untilShown } from './draftList.js';

const subject = 'Looks of a mail';

/** Theme, style sheet and signature of a workspace, whose files change while one looks. */
describe('the look of mails', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({ settings: { 'markdownMail.cloud': 'sandbox' } });
    mkdirSync(join(company.workspace, '.vscode'));
    look({ theme: 'modern', css: 'looks/mail.css', signature: 'looks/signature.md' });
    mkdirSync(join(company.workspace, 'looks'));
    write('looks/mail.css', 'p { letter-spacing: 1px }');
    write('looks/signature.md', 'Ada Lovelace');
    write('looks.mail.md', `---\nto: charles@example.org\nsubject: ${subject}\n---\n# Notes\n\nHello\n`);
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
    await workbench.openFile(join(company.workspace, 'looks.mail.md'));
    await workbench.runCommand('Markdown Mail: Preview Mail');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-mail-looks');
  });

  after(() => company?.close());

  function write(name: string, text: string): void {
    writeFileSync(join(company.workspace, name), text);
  }

  /** The settings of the folder. */
  function look(settings: Readonly<Record<string, string>>): void {
    const named = Object.entries(settings).map(([key, value]) => [`markdownMail.${key}`, value]);
    write('.vscode/settings.json', JSON.stringify(Object.fromEntries(named)));
  }

  async function mail() {
    return (await workbench.webview()).frameLocator('iframe#mail');
  }

  async function seen(selector: string): Promise<void> {
    await (await mail()).locator(selector).first().waitFor();
  }

  it('is that of the settings of the folder', async () => {
    await seen('h1[style*="#1f75cb"]');
    await seen('p[style*="letter-spacing:1px"]:text("Hello")');
    await seen('p:text("Ada Lovelace")');
  });

  it('changes with the style sheet and the signature, and so does the state of an uploaded draft', async () => {
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.runCommand('Markdown Mail: Upload Draft');
    await untilShown(workbench, subject, ['Uploaded']);
    write('looks/mail.css', 'p { letter-spacing: 2px }');
    await seen('p[style*="letter-spacing:2px"]:text("Hello")');
    await untilShown(workbench, subject, ['Changed']);
    write('looks/mail.css', 'p { letter-spacing: 1px }');
    await untilShown(workbench, subject, ['Uploaded']);
    write('looks/signature.md', 'Augusta Ada');
    await seen('p:text("Augusta Ada")');
    await untilShown(workbench, subject, ['Changed']);
  });

  it('changes with the settings', async () => {
    look({ theme: 'technical', signature: 'looks/signature.md' });
    await seen('h1[style*="Consolas"]');
    await seen('p:not([style*="letter-spacing"]):text("Hello")');
  });

  it('is not read from outside the folder without a question', async () => {
    const outside = join(company.root, 'outside.md');
    writeFileSync(outside, 'From outside');
    look({ signature: outside });
    await (await workbench.webview()).getByText('is outside this folder').first().waitFor();
    assert.equal(await (await mail()).getByText('From outside').count(), 0);
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.runCommand('Markdown Mail: Upload Draft');
    const { detail } = await workbench.dialog();
    assert.equal(detail, outside);
    await workbench.answerDialog('Read Them');
    await untilShown(workbench, subject, ['Uploaded']);
    await seen('p:text("From outside")');
  });
});
