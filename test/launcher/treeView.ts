import { type Locator, type Page } from 'playwright-core';
import { waitUntil } from './wait.js';

/** A row of a tree as it stands on the screen. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** 1 for a root. */
  readonly level: number;
  readonly expanded: boolean | undefined;
}

/** One view of the sidebar, by the title of its header. */
export class TreeView {
  private readonly pane: Locator;

  constructor(
    private readonly page: Page,
    readonly title: string,
  ) {
    const header = page
      .locator('.pane-header')
      .filter({ has: page.locator('h3.title', { hasText: exactly(title) }) });
    this.pane = page.locator('.part.sidebar .pane').filter({ has: header });
  }

  async untilVisible(): Promise<void> {
    await this.pane.waitFor();
  }

  /** The drawn rows from top to bottom. */
  async rows(): Promise<TreeRow[]> {
    return this.pane.locator('.monaco-list-row[role="treeitem"]').evaluateAll((elements) =>
      elements
        .map((element) => {
          const text = (selector: string) => (element.querySelector(selector)?.textContent ?? '').trim();
          const expanded = element.getAttribute('aria-expanded');
          return {
            place: Number(element.getAttribute('data-index')),
            row: {
              label: text('.label-name').replaceAll('\u00a0', ' '),
              description: text('.label-description').replaceAll('\u00a0', ' '),
              ariaLabel: element.getAttribute('aria-label') ?? '',
              level: Number(element.getAttribute('aria-level')),
              expanded: expanded === null ? undefined : expanded === 'true',
            },
          };
        })
        .sort((a, b) => a.place - b.place)
        .map(({ row }) => row),
    );
  }

  /** Waits for a row with this label, and for more where `matches` asks for it. */
  async row(
    label: string | RegExp,
    matches: (row: TreeRow) => boolean = () => true,
    limit?: number,
  ): Promise<TreeRow> {
    const is = (row: TreeRow) => (typeof label === 'string' ? row.label === label : label.test(row.label));
    return waitUntil(
      `a row ${String(label)} in the view ${this.title}`,
      async () => (await this.rows()).find((row) => is(row) && matches(row)),
      limit,
    );
  }

  async select(label: string | RegExp): Promise<void> {
    await this.row(label);
    await this.element(label).click();
  }

  /** Opens or closes a row by its twistie. */
  async toggle(label: string | RegExp): Promise<void> {
    await this.row(label);
    await this.element(label).locator('.monaco-tl-twistie').click();
  }

  /** Clicks an action that a row shows while the pointer is over it. */
  async rowAction(label: string | RegExp, action: string): Promise<void> {
    await this.row(label);
    const row = this.element(label);
    await row.hover();
    await row.locator(`.actions .action-label[aria-label^=${JSON.stringify(action)}]`).click();
  }

  /** Clicks an action in the header of the view. */
  async headerAction(action: string): Promise<void> {
    await this.pane.hover();
    await this.pane.locator(`.pane-header .action-label[aria-label^=${JSON.stringify(action)}]`).click();
  }

  /** Picks an entry of a row's context menu. */
  async contextMenu(label: string | RegExp, entry: string): Promise<void> {
    await this.row(label);
    const item = this.page.locator('.monaco-menu .action-label', { hasText: exactly(entry) });
    // A list that is drawn anew at that moment swallows the click.
    await waitUntil(`the menu of ${String(label)}`, async () => {
      await this.element(label).click({ button: 'right', timeout: 5000 });
      await item.waitFor({ timeout: 3000 });
      return true;
    });
    // VS Code leaves out a click that comes right after the menu.
    await waitUntil(`the menu to take ${entry}`, async () => {
      if ((await item.count()) === 0) return true;
      await item.click({ timeout: 1000 });
      return false;
    });
  }

  /** The buttons and texts that an empty view shows. */
  async welcome(): Promise<string> {
    return (await this.pane.locator('.welcome-view-content').allInnerTexts()).join('\n').trim();
  }

  async clickWelcome(button: string): Promise<void> {
    await this.pane.locator('.welcome-view-content .monaco-button', { hasText: exactly(button) }).click();
  }

  private element(label: string | RegExp): Locator {
    const text = typeof label === 'string' ? exactly(label) : label;
    return this.pane
      .locator('.monaco-list-row[role="treeitem"]')
      .filter({ has: this.page.locator('.label-name', { hasText: text }) })
      .first();
  }
}

/** The text as a whole, whatever the case: VS Code writes some titles in capitals. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s')}\\s*$`, 'i');
}
