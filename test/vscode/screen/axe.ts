import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Axe from 'axe-core';
import { type Frame, type Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong in a page or frame, but not in the frames inside it.
 * @param contrast false where the system forces its colours, which are not those that axe reads
 */
export async function axeFaults(page: Page | Frame, contrast = true): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async (withContrast) => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document, {
      iframes: false,
      rules: { 'color-contrast': { enabled: withContrast } },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  }, contrast);
}
