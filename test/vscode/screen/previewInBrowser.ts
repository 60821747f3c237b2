import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BrowserContext, type FrameLocator, type Page } from 'playwright-core';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { formatAddress } from '../../../src/draft/addresses.js';
import { inEnglish } from '../../../src/failure.js';
import { PageFeed } from '../../../src/editor/preview/pageFeed.js';
import {
  pageMessage,
  type PageMessage,
  type PreviewContent,
} from '../../../src/editor/preview/previewContent.js';
import { previewPage } from '../../../src/editor/preview/previewPage.js';
import { plainView, type PreviewView } from '../../../src/editor/preview/previewView.js';
import { classicOutlook } from '../../../src/render/classicOutlook.js';
import { renderMailWithLines } from '../../../src/render/renderMail.js';
import { labels, nothing } from '../../unit/preview/contents.js';

const origin = 'https://preview.test';
const samples = join('test', 'samples');

/** Colours that VS Code gives to webviews, of its default themes. */
export const themes = {
  light: {
    '--vscode-foreground': '#3b3b3b',
    '--vscode-descriptionForeground': '#3b3b3b',
    '--vscode-editor-background': '#ffffff',
    '--vscode-panel-border': '#e5e5e5',
    '--vscode-focusBorder': '#005fb8',
    '--vscode-textLink-foreground': '#005fb8',
    '--vscode-errorForeground': '#f85149',
    '--vscode-list-warningForeground': '#855f00',
    '--vscode-inputOption-activeBackground': '#bed6ed',
    '--vscode-inputOption-activeForeground': '#000000',
    '--vscode-editorWidget-background': '#f8f8f8',
  },
  dark: {
    '--vscode-foreground': '#cccccc',
    '--vscode-descriptionForeground': '#9d9d9d',
    '--vscode-editor-background': '#1f1f1f',
    '--vscode-panel-border': '#2b2b2b',
    '--vscode-focusBorder': '#0078d4',
    '--vscode-textLink-foreground': '#4daafc',
    '--vscode-errorForeground': '#f85149',
    '--vscode-list-warningForeground': '#cca700',
    '--vscode-inputOption-activeBackground': '#2489db82',
    '--vscode-inputOption-activeForeground': '#ffffff',
    '--vscode-editorWidget-background': '#202020',
  },
  contrast: {
    '--vscode-foreground': '#ffffff',
    '--vscode-descriptionForeground': '#b3b3b3',
    '--vscode-editor-background': '#000000',
    '--vscode-contrastBorder': '#6fc3df',
    '--vscode-focusBorder': '#f38518',
    '--vscode-textLink-foreground': '#21a6ff',
    '--vscode-errorForeground': '#f48771',
    '--vscode-editorWidget-background': '#0c141f',
  },
} as const;

/** What a sample shows, as the panel would have it. */
export async function sampleContent(name: string): Promise<PreviewContent> {
  const { header, body, bodyLine, problems } = parseDraft(readFileSync(join(samples, name), 'utf8'));
  const rendered = await renderMailWithLines({
    markdown: body,
    firstLine: bodyLine,
    subject: header.subject,
    ...(header.lang === undefined ? {} : { lang: header.lang }),
    images: (path) => {
      const bytes = readFileSync(join(samples, path));
      return Promise.resolve({ kind: 'image', bytes, name: basename(path) });
    },
  });
  return {
    ...nothing,
    ...rendered,
    from: 'Ada Lovelace <ada@company.example>',
    sandbox: true,
    to: header.to.map(formatAddress),
    cc: header.cc.map(formatAddress),
    bcc: header.bcc.map(formatAddress),
    subject: header.subject,
    importance: header.importance,
    attachments: header.attachments.map(({ path, name: given }) => ({
      name: given ?? basename(path),
      size: readFileSync(join(samples, path)).length,
      contentType: 'application/pdf',
      location: `file:///${path}`,
    })),
    problems: [...problems, ...rendered.problems].map(({ severity, message, line }) => ({
      severity,
      message: inEnglish(message),
      line,
    })),
  };
}

/** The preview page in a browser tab of its own, with a stand-in for the panel: no VS Code is needed to look at it. */
export class PreviewInBrowser {
  /** What the page said, but for what the stand-in answers itself. */
  readonly said: PageMessage[] = [];
  private readonly feed = new PageFeed();
  private view: PreviewView = plainView;
  private content: PreviewContent = nothing;

  private constructor(readonly page: Page) {}

  static async open(browser: BrowserContext, theme: keyof typeof themes): Promise<PreviewInBrowser> {
    const preview = new PreviewInBrowser(await browser.newPage());
    const { page } = preview;
    page.setDefaultTimeout(10_000);
    await page.exposeFunction('toPanel', (value: unknown) => preview.receive(pageMessage(value)));
    await page.addInitScript(standIn);
    await page.route(`${origin}/**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/') return route.fulfill({ contentType: 'text/html', body: pageIn(theme) });
      return route.fulfill({ path: join('media', path) });
    });
    await page.goto(`${origin}/`);
    return preview;
  }

  get mail(): FrameLocator {
    return this.page.frameLocator('iframe#mail');
  }

  async show(content: PreviewContent): Promise<void> {
    this.content = content;
    await this.post();
  }

  /** Presses the tab and the switches until the page shows that view. */
  async choose(view: Partial<PreviewView>): Promise<void> {
    const wanted = { ...plainView, ...view };
    await this.page.locator('[data-tab="html"]').click();
    for (const name of ['dark', 'phone', 'outlook'] as const) {
      const button = this.page.locator(`[data-switch="${name}"]`);
      if ((await button.getAttribute('aria-pressed')) !== String(wanted[name])) await button.click();
    }
    await this.page.locator(`[data-tab="${wanted.tab}"]`).click();
    await this.settle();
  }

  /** Until what was posted is on the screen and its pictures are loaded. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))),
    );
  }

  async tell(message: object): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
    await this.settle();
  }

  /** As long as the mail, but for one that nobody would look at to its end. */
  async screenshot(name: string): Promise<void> {
    const size = await this.page.evaluate(() => [innerWidth, document.documentElement.scrollHeight]);
    const clip = { x: 0, y: 0, width: size[0]!, height: Math.min(size[1]!, 4000) };
    await this.page.screenshot({ path: join('screenshots', `${name}.png`), fullPage: true, clip });
  }

  private async receive(message: PageMessage | undefined): Promise<void> {
    if (message?.type !== 'ready' && message?.type !== 'view') {
      if (message) this.said.push(message);
      return;
    }
    this.view = message.view;
    if (message.type === 'ready') this.feed.restart();
    await this.post();
  }

  private async post(): Promise<void> {
    const { content, view } = this;
    const shown = view.outlook ? classicOutlook(content.html) : content.html;
    const message = this.feed.next({ content, shown, view, labels, remotePictures: false });
    const pictures = message.pictures.map(({ bytes, ...picture }) => ({
      ...picture,
      ...(bytes ? { base64: Buffer.from(bytes).toString('base64') } : {}),
    }));
    await this.page.evaluate(
      (data) => {
        const decoded = data.pictures.map(({ base64, ...picture }) => ({
          ...picture,
          ...(base64 === undefined ? {} : { bytes: Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) }),
        }));
        window.postMessage({ ...data, pictures: decoded }, '*');
      },
      { ...message, pictures },
    );
    await this.settle();
  }
}

/** What VS Code offers to the script of a webview; the state outlives a reload, as it does there. */
function standIn(): void {
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) =>
        void (window as unknown as { toPanel(value: unknown): void }).toPanel(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
      setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
    }),
  });
}

function pageIn(theme: keyof typeof themes): string {
  const html = previewPage({
    labels,
    nonce: 'N0NCE',
    cspSource: origin,
    style: `${origin}/preview.css`,
    script: `${origin}/preview/main.js`,
    remotePictures: false,
    state: { uri: 'file:///sample.mail.md' },
  });
  const colours = Object.entries(themes[theme]).map(([name, value]) => `${name}:${value}`);
  const fonts =
    "--vscode-font-family:'Noto Sans';--vscode-font-size:13px;--vscode-editor-font-family:monospace";
  return html.replace('<html ', `<html style="${[...colours, fonts].join(';')}" `);
}
