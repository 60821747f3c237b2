import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext } from 'playwright-core';
import { startBrowser } from '../../launcher/browser.js';
import { lookFaults } from './mailChecks.js';
import { PreviewInBrowser, sampleContent } from './previewInBrowser.js';

const samples = readdirSync('test/samples').filter((name) => name.endsWith('.mail.md'));

const views = {
  light: {},
  dark: { dark: true },
  phone: { phone: true },
  outlook: { outlook: true },
  'dark-outlook': { dark: true, outlook: true },
};

/** The samples in each view, as pictures in screenshots/mail-…, and what must be true of each. */
describe('the mails in the preview', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'mdm-'));
  let browser: BrowserContext;
  let preview: PreviewInBrowser;

  before(async () => {
    browser = await startBrowser({ profileFolder: folder, viewport: { width: 900, height: 1000 } });
    preview = await PreviewInBrowser.open(browser, 'light');
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  for (const sample of samples) {
    it(`look right: ${sample}`, async () => {
      await preview.show(await sampleContent(sample));
      for (const [name, view] of Object.entries(views)) {
        await preview.choose(view);
        const words = (await preview.mail.locator('body').innerText()).split(/\s+/).length;
        assert.ok(words > 50, `${words} words in ${name}`);
        await preview.screenshot(`mail-${sample.replace('.mail.md', '')}-${name}`);
        assert.deepEqual(await lookFaults(preview.mail, !('outlook' in view)), [], name);
      }
    });
  }
});
