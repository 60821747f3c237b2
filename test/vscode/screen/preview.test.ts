import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame } from 'playwright-core';
import { showTheme } from '../../launcher/themes.js';
import { waitUntil } from '../../launcher/wait.js';
import { type Workbench } from '../../launcher/workbench.js';
import { axeFaults } from './axe.js';
import { Company } from './company.js';
import { lookFaults } from './mailChecks.js';

const sample = 'operations-handbook.mail.md';
const withFile = 'meeting-followup.mail.md';

/** The preview in VS Code itself: what the page alone cannot show. */
describe('the preview in VS Code', function () {
  this.timeout(240_000);
  let company: Company;
  let workbench: Workbench;

  before(async () => {
    company = await Company.open({
      samples: true,
      settings: { 'markdownMail.cloud': 'sandbox' },
    });
    workbench = await company.startWorkbench();
    await workbench.showContainer('Markdown Mail');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-preview');
    // What a test left unsaved would be asked for, and the question would stand before all that follows.
    await workbench.revertAll();
    await workbench.runCommand('View: Close All Editors');
  });

  after(() => company?.close());

  async function show(name: string): Promise<void> {
    await workbench.openFile(join(company.workspace, name));
    await workbench.runCommand('Markdown Mail: Preview Mail');
    await (await mail()).locator('body > div').first().waitFor();
  }

  const page = () => workbench.webview();
  const mail = async () => (await page()).frameLocator('iframe#mail');
  const button = async (name: string) => (await page()).locator('button', { hasText: name });

  async function frameOfPage(): Promise<Frame> {
    const body = await (await page()).locator('body').elementHandle();
    const frame = await body?.ownerFrame();
    assert.ok(frame);
    return frame;
  }

  it('keeps its view when its tab was hidden, and after the window is loaded again', async () => {
    await show(sample);
    await (await button('Dark')).click();
    await (await button('Source')).click();
    // A page that is replaced while it loads never answers; the next look finds the new one.
    const source = async () =>
      (await page())
        .locator('#source')
        .evaluate((element) => element.textContent, undefined, { timeout: 1500 })
        .catch(() => '');
    const before = await waitUntil('the source', async () => {
      const text = await source();
      return text !== null && text.length > 100_000 ? text : undefined;
    });
    await workbench.openFile(join(company.workspace, withFile));
    await workbench.runCommand('View: Close Editor');
    const same = async () => ((await source()) === before ? true : undefined);
    await waitUntil('the same source, seen again', same);
    await workbench.reload();
    // The layout is saved some seconds late, so the editor that was just closed may be in front again.
    await workbench.page.locator('.tab', { hasText: /^Preview: / }).click();
    await waitUntil('the same source after a reload', same);
    await (await page()).locator('[data-tab="html"]').click();
    const dark = (await page()).locator('[data-switch="dark"]');
    assert.equal(await dark.getAttribute('aria-pressed'), 'true');
    await (await mail()).locator('html.dark body > div').waitFor();
  });

  it('changes as one types, and is scrolled together with the editor', async () => {
    await show(sample);
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.putCursor('end');
    await workbench.type('\n\nThe very last words.');
    await (await mail()).getByText('The very last words.').waitFor();
    const frame = await frameOfPage();
    const place = () => frame.evaluate(() => scrollY);
    await waitUntil('the preview to follow', async () => ((await place()) > 5000 ? true : undefined));
    // The mouse is put there by its place: hovering over an element would scroll to it.
    const box = await workbench.page.locator('iframe.webview.ready:visible').boundingBox();
    assert.ok(box);
    await workbench.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await workbench.page.mouse.wheel(0, -200_000);
    const firstLine = workbench.page.locator('.monaco-editor .view-line', { hasText: /^to:/ });
    await waitUntil('the editor to follow', async () => ((await firstLine.count()) > 0 ? true : undefined));
    await workbench.page.waitForTimeout(600);
    assert.ok((await place()) < 50, 'the preview stays where it was scrolled to');
    await workbench.runCommand('File: Revert File');
  });

  it('opens an attachment in VS Code, and copies what goes', async () => {
    await show(withFile);
    await (await button('Source')).click();
    await (await button('Copy')).click();
    const copied = () => workbench.page.evaluate(() => navigator.clipboard.readText());
    const source = await (await page()).locator('#source').evaluate((element) => element.textContent);
    await waitUntil('the source in the clipboard', async () =>
      (await copied()) === source ? true : undefined,
    );
    await (await button('Floor plan')).click();
    await workbench.tab('floor-plan.pdf').waitFor();
  });

  it('makes a page to print, and says where it is if it cannot be opened', async () => {
    await show(withFile);
    await (await button('Print…')).click();
    const { text } = await workbench.notification(/^The page to print is /);
    const file = /(\/\S*\.html)/.exec(text)?.[1] ?? '';
    const html = readFileSync(file, 'utf8');
    assert.match(html, /Floor plan, hall B/);
    assert.doesNotMatch(html, /<script|cid:/);
    await workbench.answerNotification(/^The page to print is /);
    assert.ok(existsSync(file));
    assert.equal(readdirSync(join(file, '..')).length, 1);
  });

  it('shows the mail whole, and has no fault that axe finds, in each theme', async () => {
    await show('bug-report.mail.md');
    for (const theme of ['light', 'dark', 'contrast', 'contrast-light'] as const) {
      await showTheme(workbench.page, theme);
      for (const tab of ['Plain Text', 'Source', 'HTML']) {
        await (await button(tab)).click();
        await workbench.page.waitForTimeout(300);
        assert.deepEqual(await axeFaults(await frameOfPage()), [], `${theme}, ${tab}`);
      }
      assert.deepEqual(await lookFaults(await mail(), true), [], theme);
      await workbench.screenshot(`preview-${theme}`);
    }
  });
});
