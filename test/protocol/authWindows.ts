import { type Secrets } from '../../src/auth/authenticator.js';

/** VS Code's `Storage.DEFAULT_FLUSH_DELAY` and `STORAGE_CHANGE_DEBOUNCE_TIME`, in milliseconds. */
const flushDelay = 100;
const announceDelay = 100;

/**
 * The secrets of several windows of one VS Code: each reads its own copy, a change reaches the shared store after
 * {@link flushDelay} and the copies of the other windows after {@link announceDelay} more.
 */
export class SecretsOfWindows {
  /** Every value ever stored, for a search afterwards. */
  readonly written: { key: string; value: string }[] = [];
  readonly stored = new Map<string, string>();
  private readonly windows: SecretsWindow[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();

  window(): SecretsWindow {
    const window = new SecretsWindow(this.stored, (key, value) => this.change(window, key, value));
    this.windows.push(window);
    return window;
  }

  /** Until every change is everywhere, however late the timers of a busy machine are. */
  async settled(): Promise<void> {
    const end = Date.now() + 5000;
    while (this.timers.size > 0) {
      if (Date.now() > end) throw new Error('the secrets do not settle');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  private change(from: SecretsWindow, key: string, value: string | undefined): void {
    if (value !== undefined) this.written.push({ key, value });
    this.after(flushDelay, () => {
      if (value === undefined) this.stored.delete(key);
      else this.stored.set(key, value);
      this.after(announceDelay, () => {
        const now = this.stored.get(key);
        for (const window of this.windows) if (window !== from) window.receive(key, now);
      });
    });
  }

  private after(milliseconds: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      task();
    }, milliseconds);
    this.timers.add(timer);
  }
}

export class SecretsWindow implements Secrets {
  private readonly copy: Map<string, string>;
  private readonly listeners = new Set<(event: { key: string }) => void>();

  constructor(
    stored: ReadonlyMap<string, string>,
    private readonly changed: (key: string, value: string | undefined) => void,
  ) {
    this.copy = new Map(stored);
  }

  async get(key: string): Promise<string | undefined> {
    await latency();
    return this.copy.get(key);
  }

  async keys(): Promise<string[]> {
    await latency();
    return [...this.copy.keys()];
  }

  async store(key: string, value: string): Promise<void> {
    await latency();
    this.receive(key, value);
    this.changed(key, value);
  }

  async delete(key: string): Promise<void> {
    await latency();
    this.receive(key, undefined);
    this.changed(key, undefined);
  }

  onDidChange(listener: (event: { key: string }) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  receive(key: string, value: string | undefined): void {
    if (this.copy.get(key) === value) return;
    if (value === undefined) this.copy.delete(key);
    else this.copy.set(key, value);
    for (const listener of this.listeners) listener({ key });
  }
}

/** The extension host asks the window's main thread. */
function latency(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
