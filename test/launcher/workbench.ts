import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BrowserContext, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { screenshotsFolder } from './folders.js';
import { QuickInput } from './quickInput.js';
import { showTheme } from './themes.js';
import { TreeView } from './treeView.js';
import { waitUntil } from './wait.js';

/** A notification or a modal dialog, as one reads it. */
export interface Message {
  readonly text: string;
  /** The smaller text below the message of a modal dialog. */
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** What a person reads; VS Code writes non-breaking spaces between some words. */
const readable = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ').trim();

/** The screen of one VS Code window in a browser. Every wait has a limit and fails with what it waited for. */
export class Workbench {
  readonly quickInput: QuickInput;

  private constructor(readonly page: Page) {
    this.quickInput = new QuickInput(page);
  }

  /** Opens a window and waits until VS Code has restored it. */
  static async open(browser: BrowserContext, url: string): Promise<Workbench> {
    const unused = browser.pages().find((page) => page.url() === 'about:blank');
    const page = unused ?? (await browser.newPage());
    page.setDefaultTimeout(45_000);
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    const workbench = new Workbench(page);
    await workbench.untilReady();
    return workbench;
  }

  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: 'domcontentloaded' });
    await this.untilReady();
  }

  private async untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page
      .locator('.monaco-workbench .part.activitybar .action-item')
      .first()
      .waitFor({ timeout: 30_000 });
  }

  /**
   * Runs a command by its id or by its title as the palette shows it (`Category: Title`). The palette knows an
   * extension's commands once the extension is loaded, and does not notice while it is open: it is opened again.
   */
  async runCommand(titleOrId: string, limit = 60_000): Promise<void> {
    await waitUntil(
      `the command ${titleOrId} in the palette`,
      async () => {
        await this.quickInput.openAt(`>${titleOrId}`);
        try {
          await this.quickInput.pick(titleOrId, 1000);
        } catch (error) {
          await this.quickInput.cancel();
          throw error;
        }
        return true;
      },
      limit,
    );
    await this.quickInput.untilPast(`>${titleOrId}`);
  }

  /** Opens a file by its full path and waits for its tab. */
  async openFile(path: string): Promise<void> {
    const name = path.replaceAll('\\', '/').split('/').pop() ?? path;
    await this.quickInput.openAt(path);
    await this.quickInput.pick(name);
    await this.tab(name).waitFor();
  }

  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab[data-resource-name=${JSON.stringify(name)}]`);
  }

  /** Puts the cursor into the active editor, at the end of the file or at the start of a line (from 1). */
  async putCursor(line: number | 'end'): Promise<void> {
    if (line !== 'end') {
      await this.quickInput.openAt(`:${line}`);
      await this.page.keyboard.press('Enter');
      return this.quickInput.untilClosed();
    }
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().click();
    await this.page.keyboard.press('ControlOrMeta+End');
  }

  /** Inserts text into the active editor where the cursor is, in one piece, and waits until its tab shows the change. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
    await this.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
  }

  async save(): Promise<void> {
    const saved = this.page.locator('.editor-group-container.active .tab.active:not(.dirty)');
    // What is still on its way into the editor makes it unsaved again.
    await waitUntil('a saved editor', async () => {
      await this.page.keyboard.press('ControlOrMeta+S');
      await saved.waitFor({ timeout: 3000 });
      return true;
    });
  }

  /** Gives up what is unsaved in the open editors. */
  async revertAll(): Promise<void> {
    const dirty = this.page.locator('.tabs-container .tab.dirty');
    await waitUntil('editors without changes', async () => {
      if ((await dirty.count()) === 0) return true;
      await dirty.first().click({ timeout: 1000 });
      await this.runCommand('File: Revert File');
      return false;
    });
  }

  /** The notifications on the screen, newest first. Read in one piece: they come and go by themselves. */
  async notifications(): Promise<Message[]> {
    return this.page.locator('.notification-list-item').evaluateAll((items) =>
      items.map((item) => {
        const readable = (element: Element | null) =>
          (element?.textContent ?? '').replaceAll('\u00a0', ' ').trim();
        return {
          text: readable(item.querySelector('.notification-list-item-message')),
          detail: '',
          buttons: [...item.querySelectorAll('.monaco-button')].map(readable),
        };
      }),
    );
  }

  /** Waits for a notification whose text matches. */
  async notification(text: RegExp, limit?: number): Promise<Message> {
    return waitUntil(
      `a notification like ${String(text)}`,
      async () => (await this.notifications()).find((one) => text.test(one.text)),
      limit,
    );
  }

  /** Clicks a button of the notification whose text matches; without a button it is closed. */
  async answerNotification(text: RegExp, button?: string): Promise<void> {
    await this.notification(text);
    const message = this.page.locator('.notification-list-item-message', { hasText: text });
    const item = this.page.locator('.notification-list-item').filter({ has: message }).first();
    await item.hover();
    if (button === undefined) await item.locator('.action-label.codicon-notifications-clear').click();
    else await item.getByRole('button', { name: button, exact: true }).click();
  }

  /** Waits for a modal dialog. */
  async dialog(limit = 45_000): Promise<Message> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor({ timeout: limit });
    const detail = box.locator('.dialog-message-detail');
    return {
      text: readable(await box.locator('.dialog-message-text').textContent()),
      detail: (await detail.count()) > 0 ? (await detail.innerText()).replaceAll('\u00a0', ' ').trim() : '',
      buttons: (await box.locator('.dialog-buttons .monaco-button').allTextContents()).map(readable),
    };
  }

  /** Clicks a button of the modal dialog and waits until the dialog is gone. */
  async answerDialog(button: string): Promise<void> {
    const box = this.page.locator('.monaco-dialog-box');
    await box.getByRole('button', { name: button, exact: true }).click();
    await box.waitFor({ state: 'detached' });
  }

  /** Shows a view container by its title in the activity bar. */
  async showContainer(title: string): Promise<void> {
    const item = this.page.locator('.part.activitybar .action-item').filter({
      has: this.page.locator(`a[aria-label^=${JSON.stringify(title)}]`),
    });
    await item.first().waitFor();
    const shown = this.page
      .locator('.part.sidebar .composite.title h2')
      .filter({ hasText: new RegExp(title, 'i') });
    // While a window is restored, another container may come over the one that was clicked.
    await waitUntil(`the container ${title}`, async () => {
      if (await shown.isVisible()) return true;
      await item.first().click({ timeout: 1000 });
      await shown.waitFor({ timeout: 3000 });
      return false;
    });
  }

  /** A view of the sidebar by its title. */
  view(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  /** The document of the webview that is on the screen: VS Code nests two frames. */
  async webview(): Promise<FrameLocator> {
    const frames = this.page.locator('iframe.webview.ready:visible');
    await frames.first().waitFor();
    const inner = frames.first().contentFrame().frameLocator('iframe#active-frame');
    await inner.locator('body').waitFor();
    return inner;
  }

  /** The texts in the status bar. */
  async statusBar(): Promise<string[]> {
    const items = this.page.locator('.part.statusbar .statusbar-item:visible');
    return (await items.allTextContents()).map(readable).filter((text) => text !== '');
  }

  /** Writes a PNG into screenshots/ and returns its path. @throws Error when the picture is empty */
  async screenshot(name: string): Promise<string> {
    const file = join(screenshotsFolder, `${name}.png`);
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    if (readFileSync(file).length < 5000) throw new Error(`The screenshot ${name} is empty.`);
    return file;
  }

  /** A PNG in light, in dark and in high contrast, of a window that follows the system. */
  async pictures(name: string): Promise<void> {
    for (const kind of ['dark', 'contrast', 'light'] as const) {
      await showTheme(this.page, kind);
      await this.screenshot(`${name}-${kind}`);
    }
  }
}
