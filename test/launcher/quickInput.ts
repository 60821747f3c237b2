import { type Locator, type Page } from 'playwright-core';
import { waitUntil } from './wait.js';

/** A line of a quick pick. */
export interface QuickInputRow {
  readonly label: string;
  readonly description: string;
  /** In the command palette: the id of the command. */
  readonly id: string;
}

const readable = (text: string | undefined) => (text ?? '').replaceAll('\u00a0', ' ').trim();

/** VS Code's palette, its quick picks and its input boxes: one widget. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.input = this.widget.locator('.quick-input-box input');
  }

  /** Opens the palette with a text in place of what F1 puts there. */
  async openAt(text: string): Promise<void> {
    await waitUntil('the command palette', async () => {
      await this.page.keyboard.press('F1');
      await this.input.waitFor({ timeout: 1000 });
      // It may close again by itself: what comes late takes the focus from it.
      await this.input.fill(text, { timeout: 1000 });
      return true;
    });
  }

  async untilOpen(limit = 45_000): Promise<void> {
    await this.input.waitFor({ timeout: limit });
  }

  /** Waits until the widget is closed or something else is asked in it: the palette's place is used again at once. */
  async untilPast(text: string): Promise<void> {
    await waitUntil(`the end of ${text}`, async () => {
      const [value] = await this.input.evaluateAll((inputs) =>
        inputs.map((input) => (input as HTMLInputElement).value),
      );
      return value !== text;
    });
  }

  async untilClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  async title(): Promise<string> {
    return readable((await this.widget.locator('.quick-input-title').allTextContents())[0]);
  }

  /** The prompt or validation message below the input. */
  async message(): Promise<string> {
    return readable((await this.widget.locator('.quick-input-message').allTextContents())[0]);
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  async fill(text: string): Promise<void> {
    await this.untilOpen();
    await this.input.fill(text);
  }

  /** Confirms what stands in the input. */
  async accept(text?: string): Promise<void> {
    if (text !== undefined) await this.fill(text);
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    // Not pressed in the input: it may be gone by itself.
    await this.page.keyboard.press('Escape');
    await this.untilClosed();
  }

  /** The rows that are drawn; a long list draws only the visible ones. */
  async rows(): Promise<QuickInputRow[]> {
    return this.widget.locator('.quick-input-list .monaco-list-row').evaluateAll((rows) =>
      rows.map((row) => {
        const text = (selector: string) =>
          (row.querySelector(selector)?.textContent ?? '').replaceAll('\u00a0', ' ');
        const id = row.querySelector('[data-quick-input-id]')?.getAttribute('data-quick-input-id') ?? '';
        return { label: text('.label-name').trim(), description: text('.label-description').trim(), id };
      }),
    );
  }

  /** Waits for a row by its whole label, its id in the palette, or its place from 0, and clicks it. */
  async pick(which: string | number, limit?: number): Promise<void> {
    await this.untilOpen();
    const found = await waitUntil(
      `an entry ${JSON.stringify(which)} in the quick pick`,
      async () => {
        const rows = await this.rows();
        const place =
          typeof which === 'number'
            ? which
            : rows.findIndex(({ label, id }) => label === which || id === which);
        return rows[place] !== undefined && { place };
      },
      limit,
    );
    // Once: on a busy machine a click that was done may count as late. A list that is gone fails soon.
    const row = this.widget.locator('.quick-input-list .monaco-list-row').nth(found.place);
    await row.click({ timeout: 10_000 });
  }
}
