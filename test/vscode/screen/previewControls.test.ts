import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext } from 'playwright-core';
import { type PreviewContent } from '../../../src/editor/preview/previewContent.js';
import { startBrowser } from '../../launcher/browser.js';
import { nothing } from '../../unit/preview/contents.js';
import { axeFaults } from './axe.js';
import { PreviewInBrowser, sampleContent } from './previewInBrowser.js';

/** The page of the preview, used as people use it; a stand-in takes the place of VS Code. */
describe('the page of the preview', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'mdm-'));
  let browser: BrowserContext;
  let preview: PreviewInBrowser;
  let handbook: PreviewContent;

  before(async () => {
    browser = await startBrowser({ profileFolder: folder, viewport: { width: 900, height: 700 } });
    handbook = await sampleContent('operations-handbook.mail.md');
  });

  beforeEach(async () => {
    preview = await PreviewInBrowser.open(browser, 'light');
  });

  afterEach(() => preview.page.close());

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const selected = () => preview.page.locator('[role="tab"][aria-selected="true"]').innerText();
  const focused = () => preview.page.evaluate(() => document.activeElement?.textContent ?? '');
  const place = () => preview.page.evaluate(() => scrollY);
  const source = () => preview.page.locator('#source').evaluate((element) => element.textContent);
  const lines = () => preview.said.flatMap((one) => (one.type === 'scrolled' ? [one.line] : []));

  it('is gone through by keys alone', async () => {
    await preview.show(await sampleContent('meeting-followup.mail.md'));
    const { keyboard } = preview.page;
    await keyboard.press('Tab');
    assert.equal(await focused(), 'HTML');
    await keyboard.press('ArrowRight');
    assert.deepEqual([await selected(), await focused()], ['Plain Text', 'Plain Text']);
    await keyboard.press('End');
    assert.equal(await selected(), 'Source');
    await keyboard.press('ArrowRight');
    assert.equal(await selected(), 'HTML', 'it goes round');
    const passed: string[] = [];
    for (let presses = 0; presses < 6; presses++) {
      await keyboard.press('Tab');
      passed.push(await focused());
    }
    assert.deepEqual(passed.slice(0, 4), ['Dark', 'Phone', 'Classic Outlook', 'Print…']);
    assert.match(passed[4]!, /Floor plan/);
    assert.equal(await preview.page.evaluate(() => document.activeElement?.id), 'mail');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    assert.deepEqual(preview.said.at(-1), { type: 'attachment', index: 0 });
  });

  it('keeps its view when it is made anew', async () => {
    await preview.show(handbook);
    await preview.choose({ tab: 'html', dark: true, phone: true, outlook: true });
    await preview.page.mouse.wheel(0, 3000);
    await preview.page.waitForTimeout(400);
    const before = await place();
    assert.ok(before > 1000);
    await preview.page.reload();
    await preview.mail.locator('body > div').waitFor();
    await preview.settle();
    for (const name of ['dark', 'phone', 'outlook'])
      assert.equal(
        await preview.page.locator(`[data-switch="${name}"]`).getAttribute('aria-pressed'),
        'true',
      );
    assert.ok(Math.abs((await place()) - before) < 3, `${await place()} is ${before}`);
    assert.equal((await preview.page.locator('#mail').boundingBox())?.width, 390);
  });

  it('shows exactly the bytes that go, also after they change', async () => {
    await preview.show(handbook);
    await preview.choose({ tab: 'source', dark: true });
    assert.equal(await source(), handbook.html);
    const at = handbook.html.indexOf('</p>', handbook.html.length / 2);
    const html = `${handbook.html.slice(0, at)} &amp; more${handbook.html.slice(at)}`;
    await preview.show({ ...handbook, html });
    assert.equal(await source(), html);
    await preview.choose({ tab: 'text' });
    const text = await preview.page.locator('#text').evaluate((element) => element.textContent);
    assert.equal(text, handbook.text);
    await preview.page.getByRole('button', { name: 'Copy' }).click();
    await preview.settle();
    assert.deepEqual(preview.said.at(-1), { type: 'copy' });
  });

  it('changes only what differs: the rest of the mail stays the same elements', async () => {
    const content = await sampleContent('bug-report.mail.md');
    await preview.show(content);
    const wrapper = preview.mail.locator('body > div');
    await wrapper.evaluate((element) =>
      [...element.children].forEach((child) => child.setAttribute('data-old', '')),
    );
    const html = content.html.replace('Hello,', 'Hello all,');
    await preview.show({ ...content, html });
    const counts = await wrapper.evaluate((element) => [
      element.children.length,
      element.querySelectorAll(':scope > [data-old]').length,
    ]);
    assert.equal(counts[1], counts[0]! - 1);
    assert.match(await wrapper.innerText(), /^Hello all,/);
    const removed = html.replace(/<p[^>]*>Hello all,<\/p>\n/, '');
    await preview.show({ ...content, html: removed });
    assert.equal(await wrapper.evaluate((element) => element.children.length), counts[0]! - 1);
    await preview.show(content);
    assert.equal(await wrapper.evaluate((element) => element.children.length), counts[0]);
  });

  it('follows the editor without leading it, and leads it when it is scrolled by hand', async () => {
    await preview.show(handbook);
    const block = handbook.blocks[200]!;
    await preview.tell({ type: 'follow', line: block.line });
    await preview.page.waitForTimeout(400);
    const top = await preview.mail
      .locator('body > div')
      .evaluate((element, index) => element.children[index]!.getBoundingClientRect().top, block.index);
    const frame = await preview.page
      .locator('#mail')
      .evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(top + frame > 0 && top + frame < 80, `the block is at ${top + frame}`);
    assert.deepEqual(lines(), [], 'what the editor did does not come back');
    await preview.page.mouse.move(450, 400);
    await preview.page.mouse.wheel(0, 1500);
    await preview.page.waitForTimeout(400);
    assert.ok(lines().at(-1)! > block.line, `${lines().join()} after ${block.line}`);
    await preview.choose({ tab: 'source' });
    const before = lines().length;
    await preview.tell({ type: 'follow', line: handbook.blocks[300]!.line });
    await preview.page.waitForTimeout(400);
    assert.ok((await place()) > 1000, 'the source follows, too');
    assert.equal(lines().length, before);
  });

  it('goes to the line of what is double-clicked, and of a problem', async () => {
    const problems = [4, 8].map((line) => ({ severity: 'information' as const, message: 'Wide', line }));
    await preview.show({ ...(await sampleContent('bug-report.mail.md')), problems });
    await preview.mail.getByText('To see it').dblclick();
    await preview.settle();
    const text = readFileSync('test/samples/bug-report.mail.md', 'utf8').split('\n');
    assert.deepEqual(preview.said.at(-1), { type: 'line', line: text.indexOf('## To see it') });
    await preview.page.getByRole('button', { name: 'Line 9' }).click();
    await preview.settle();
    assert.deepEqual(preview.said.at(-1), { type: 'line', line: 8 });
  });

  it('tells a screen reader of a change once, when the writer pauses', async () => {
    const announced = () => preview.page.locator('#announcer').textContent();
    await preview.show(handbook);
    for (let stroke = 0; stroke < 5; stroke++) {
      await preview.show({ ...handbook, subject: 'x'.repeat(stroke) });
      assert.equal(await announced(), '');
    }
    await preview.page.waitForFunction(() => document.getElementById('announcer')?.textContent !== '');
    assert.equal(await announced(), 'Preview updated');
  });

  it('keeps a list of people open while the mail changes', async () => {
    const to = Array.from({ length: 20 }, (_, at) => `person${at}@example.com`);
    await preview.show({ ...nothing, html: '<div><p>x</p></div>', to });
    assert.equal(await preview.page.getByText('person19@').isVisible(), false);
    await preview.page.getByText('and 14 more').click();
    await preview.page.getByText('person19@').waitFor();
    await preview.show({ ...nothing, html: '<div><p>x</p></div>', to, subject: 'now' });
    await preview.page.getByText('person19@').waitFor();
  });

  it('lets nothing of a mail run, load or break out', async () => {
    const reached: string[] = [];
    await preview.page.route('https://evil.test/**', (route) => {
      reached.push(route.request().url());
      return route.abort();
    });
    await preview.show({
      ...nothing,
      subject: '</h1><script>parent.evil = 1</script>',
      html:
        '<div><p>a</p><script>parent.evil = 1</script><img src=x onerror="parent.evil = 1"><svg onload="parent.evil = 1"></svg>' +
        '<img src="https://evil.test/a.png"><iframe src="https://evil.test/"></iframe><link rel="stylesheet" href="https://evil.test/a.css">' +
        '<style>@import "https://evil.test/b.css"; body { display: none }</style><p>b</p></div>',
    });
    await preview.page.waitForTimeout(300);
    assert.equal(await preview.page.evaluate(() => 'evil' in window), false);
    assert.deepEqual(reached, []);
    assert.ok(await preview.mail.getByText('b', { exact: true }).isVisible());
  });

  /** Long and with one of everything around the mail. */
  async function fullContent(): Promise<PreviewContent> {
    return {
      ...(await sampleContent('meeting-followup.mail.md')),
      importance: 'high',
      to: Array.from({ length: 20 }, (_, at) => `person${at}@example.com`),
      html: `<div><p>${'text '.repeat(20_000)}</p><img src="https://e.test/a.png" alt=""></div>`,
      problems: [1, 2, 3, 1].flatMap((line) => [
        { severity: 'error', message: 'The subject is missing.', line },
        { severity: 'warning', message: `Line ${line} is odd.`, line },
        { severity: 'information', message: 'A line of code is long.', line },
      ]),
    };
  }

  for (const theme of ['light', 'dark', 'contrast', 'forced'] as const)
    it(`has no fault that axe finds: ${theme}`, async () => {
      await preview.page.close();
      const forced = theme === 'forced';
      preview = await PreviewInBrowser.open(browser, forced ? 'contrast' : theme);
      if (forced) await preview.page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
      await preview.show(await fullContent());
      for (const view of [{}, { dark: true, phone: true }, { tab: 'text' }, { tab: 'source' }] as const) {
        await preview.choose(view);
        await preview.page.screenshot({
          path: `screenshots/preview-${theme}-${Object.values(view).join('-') || 'plain'}.png`,
        });
        assert.deepEqual(await axeFaults(preview.page, !forced), [], JSON.stringify(view));
      }
    });
});
