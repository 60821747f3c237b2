import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Workbench } from '../../launcher/workbench.js';
import { Company } from './company.js';
import {
  draftText,
  held,
  pressInRow,
  pressSend,
  refresh,
  signInAda,
  untilShown,
  writtenInto,
} from './draftList.js';

const untrusted =
  /^In a folder that you do not trust, mail is neither uploaded nor sent\. Trust the folder first, if you know where it is from\.$/;

describe('a folder from a stranger', function () {
  this.timeout(180_000);
  let company: Company;
  let workbench: Workbench;
  let stranger: Server;
  let file: string;
  let reached = 0;

  before(async () => {
    stranger = createServer((_request, response) => {
      reached += 1;
      response.writeHead(404).end();
    });
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
    company = await Company.open({ settings: { 'security.workspace.trust.startupPrompt': 'never' } });
    file = company.writeDraft('Harmless.mail.md', draftText('Harmless'));
    company.writeDraft('Broken.mail.md', draftText('Broken', 'attachments: [missing.pdf]\n'));
    writeStrangersSettings(company.workspace, (stranger.address() as AddressInfo).port);
    workbench = await company.startWorkbench({ trust: false });
    await workbench.showContainer('Markdown Mail');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-trust');
  });

  after(async () => {
    await company?.close();
    stranger.closeAllConnections();
    await new Promise((closed) => stranger.close(closed));
  });

  it('is listed, checked and previewed', async () => {
    await workbench.page.getByText('Restricted Mode').first().waitFor();
    await untilShown(workbench, 'Harmless', ['Local']);
    const view = workbench.view('Drafts');
    await view.toggle('Broken');
    await view.row(/missing\.pdf/);
    await pressInRow(workbench, 'Harmless', 'Preview Mail');
    const preview = await workbench.webview();
    const mail = preview.frameLocator('iframe#mail');
    await mail.getByText('this is Harmless').waitFor();
    await workbench.pictures('restricted');
  });

  it('is neither uploaded nor sent', async () => {
    for (const action of ['Upload Draft', 'Send Mail']) {
      await pressInRow(workbench, 'Harmless', action);
      assert.deepEqual((await workbench.notification(untrusted)).buttons, ['Manage Trust']);
      await workbench.answerNotification(untrusted);
    }
    await untilShown(workbench, 'Harmless', ['Local']);
    assert.deepEqual(writtenInto(file, 'Harmless'), {}, 'the file is as it was');
    assert.deepEqual(await held(company, 'Harmless'), { sent: 0, drafts: 0 });
  });

  it('does not say where to sign in', async () => {
    await signInAda(company, workbench);
    assert.ok(company.identity.requests.length > 0, 'the sign-in went to the company');
    assert.equal(reached, 0, 'the stranger’s server was not asked');
  });

  it('does not say where mail goes, nor that it goes without a question, even when it is trusted', async () => {
    await pressSend(workbench, 'Harmless');
    await workbench.answerNotification(untrusted, 'Manage Trust');
    const editor = workbench.page.locator('.workspace-trust-editor');
    await editor.locator('.monaco-button', { hasText: /^Trust$/ }).click();
    await editor.getByText('You trust this folder').first().waitFor();
    await workbench.page.locator('.monaco-modal-editor-block [aria-label^="Close"]').first().click();
    await editor.waitFor({ state: 'detached' });
    await refresh(workbench);
    await pressSend(workbench, 'Harmless');
    assert.equal((await workbench.dialog()).text, 'Send this mail to Charles Babbage <charles@example.org>?');
    await workbench.answerDialog('Send');
    await untilShown(workbench, 'Harmless', ['Sent']);
    assert.deepEqual(await held(company, 'Harmless'), { sent: 1, drafts: 0 });
    assert.ok(writtenInto(file, 'Harmless').sent !== undefined);
    assert.equal(reached, 0, 'the stranger’s server was not asked');
  });

  it('puts no link of its own into what Markdown Mail says of it', async () => {
    const account = '[Sign In Again](command:workbench.action.toggleSidebarVisibility)';
    company.writeDraft('Linked.mail.md', draftText('Linked', `account: "${account}"\n`));
    await refresh(workbench);
    await pressInRow(workbench, 'Linked', 'Upload Draft');
    const said = /is not signed in here/;
    await workbench.notification(said);
    const message = workbench.page.locator('.notification-list-item-message', { hasText: said });
    assert.equal(await message.locator('a').count(), 0);
    await workbench.answerNotification(said);
  });
});

/** What a stranger would like to set. */
function writeStrangersSettings(workspace: string, port: number): void {
  const origin = `http://127.0.0.1:${port}`;
  mkdirSync(join(workspace, '.vscode'));
  writeFileSync(
    join(workspace, '.vscode', 'settings.json'),
    JSON.stringify({
      'markdownMail.cloud': 'custom',
      'markdownMail.customCloud': { graph: origin, authority: origin },
      'markdownMail.clientId': '22222222-2222-4222-8222-222222222222',
      'markdownMail.tenant': 'stranger.example',
      'markdownMail.signInMethod': 'deviceCode',
      'markdownMail.confirmSend': 'never',
      'markdownMail.undoSendSeconds': 0,
    }),
  );
}
