import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext } from 'playwright-core';
import { startBrowser } from '../../launcher/browser.js';
import { stillRunning } from '../../launcher/processTree.js';
import { testSettings } from '../../launcher/userSettings.js';
import { startVsCode, type VsCodeHost } from '../../launcher/vscodeHost.js';
import { waitUntil } from '../../launcher/wait.js';
import { Workbench } from '../../launcher/workbench.js';
import { writeFixtureExtension } from './fixtureExtension.js';

/** The driver itself, tried on a small extension: a driver that sees wrongly would make every other test lie. */
describe('the driver of the screen', function () {
  this.timeout(180_000);
  let folder: string;
  let file: string;
  let host: VsCodeHost;
  let browser: BrowserContext;
  let workbench: Workbench;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'screen-'));
    file = join(folder, 'workspace', 'note.md');
    mkdirSync(join(folder, 'workspace'));
    writeFileSync(file, 'first\nlast');
    writeFixtureExtension(join(folder, 'extension'));
    host = await startVsCode({
      folder: join(folder, 'workspace'),
      extension: { folder: join(folder, 'extension') },
      settings: testSettings,
      dataFolder: join(folder, 'data'),
      fewBuiltIns: true,
    });
    browser = await startBrowser({ profileFolder: join(folder, 'profile') });
    workbench = await Workbench.open(browser, host.url);
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('answers quick picks, input boxes, dialogs and notifications', async () => {
    await workbench.runCommand('Fixture: Ask Everything');
    await workbench.quickInput.untilOpen();
    await waitUntil('the title', async () => (await workbench.quickInput.title()) === 'Colour');
    await workbench.quickInput.pick('green');
    await waitUntil('the prompt', async () => (await workbench.quickInput.message()).startsWith('Your name'));
    await workbench.quickInput.accept('Ada');
    // The order of the buttons is the platform's.
    const { text, detail, buttons } = await workbench.dialog();
    assert.deepEqual([text, detail, [...buttons].sort()], ['Really?', 'Ada\ngreen', ['Cancel', 'Do It']]);
    await workbench.answerDialog('Do It');
    assert.deepEqual((await workbench.notification(/^You said/)).buttons, ['Store', 'Forget']);
    await workbench.answerNotification(/^You said Do It$/, 'Store');
    await workbench.notification(/^Stored green Ada Do It Store$/);
    await workbench.answerNotification(/^Stored/);
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('reads a tree, opens rows and clicks their actions', async () => {
    await workbench.showContainer('Fixture Box');
    const view = workbench.view('Rows');
    await view.row('Two');
    assert.deepEqual(
      (await view.rows()).map(({ label, description, ariaLabel, level }) => [
        label,
        description,
        ariaLabel,
        level,
      ]),
      [
        ['Group', 'about Group', 'row Group', 1],
        ['One', 'about One', 'row One', 2],
        ['Two', 'about Two', 'row Two', 2],
      ],
    );
    await view.rowAction('Two', 'Mark');
    await workbench.answerNotification(/^Marked Two$/);
    await view.toggle('Group');
    await view.row('Group', (row) => row.expanded === false);
    assert.equal((await view.rows()).length, 1);
    assert.match(await workbench.view('Nothing').welcome(), /There is nothing here\./);
    await workbench.view('Nothing').clickWelcome('Mark It');
    await workbench.answerNotification(/^Marked nothing$/);
  });

  it('opens a file, writes into it and saves it', async () => {
    await workbench.openFile(file);
    await workbench.putCursor('end');
    await workbench.type(' (and more "text"');
    await workbench.putCursor(1);
    await workbench.type('very ');
    await workbench.save();
    assert.equal(readFileSync(file, 'utf8'), 'very first\nlast (and more "text"');
  });

  it('enters a webview', async () => {
    await workbench.runCommand('fixture.panel');
    const panel = await workbench.webview();
    await panel.locator('#greeting').waitFor();
    assert.equal(await panel.locator('#greeting').textContent(), 'Hello from the panel');
    await workbench.screenshot('driver');
  });

  it('changes settings', async () => {
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    host.changeSettings({ 'workbench.colorTheme': 'Dark 2026' });
    await workbench.reload();
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
  });

  it('kills the extension host, and VS Code starts another', async () => {
    const [before, ...others] = await waitUntil('one extension host', () => {
      const pids = host.extensionHostPids();
      return pids.length === 1 && pids;
    });
    assert.ok(before !== undefined && others.length === 0);
    process.kill(before, 'SIGKILL');
    await waitUntil('another extension host', () => host.extensionHostPids().some((pid) => pid !== before));
    await workbench.runCommand('fixture.mark');
    await workbench.answerNotification(/^Marked nothing$/);
  });

  it('leaves no process behind, and starts again on the same data', async () => {
    const pids = host.extensionHostPids();
    await workbench.page.close();
    await host.stop();
    assert.deepEqual(stillRunning([host.pid, ...pids]), []);
    host = await startVsCode({
      folder: join(folder, 'workspace'),
      extension: { folder: join(folder, 'extension') },
      dataFolder: join(folder, 'data'),
      fewBuiltIns: true,
    });
    workbench = await Workbench.open(browser, host.url);
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
  });
});
