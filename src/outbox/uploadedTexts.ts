import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentMark } from './ledger.js';

/** The text of a draft file as it was when its mail was uploaded, and the page that was made of it. */
export interface UploadedText {
  /** Of the mail, as in the ledger: it tells which of the texts the mailbox copy was made of. */
  readonly mark: ContentMark;
  readonly text: string;
  readonly html: string;
  /** Which line of the file each top-level block of the page is from. */
  readonly blocks: readonly { readonly line: number; readonly index: number }[];
}

/** Kept of each draft: the last one may not have arrived, so that the mailbox has one before it. */
const mostTexts = 3;

/**
 * What the drafts in the mailbox were made of: HTML can't be turned back into the Markdown that it came from. One file
 * for each draft, in a folder; it lasts until the mail is sent, and without it a comparison shows converted HTML.
 */
export class UploadedTexts {
  constructor(private readonly folder: string) {}

  /** Newest first. */
  async of(id: string): Promise<readonly UploadedText[]> {
    try {
      const kept: unknown = JSON.parse(await readFile(this.file(id), 'utf8'));
      return Array.isArray(kept) ? kept.filter(isUploadedText) : [];
    } catch (error) {
      if (error instanceof SyntaxError || isAbsent(error)) return [];
      throw error;
    }
  }

  async keep(id: string, uploaded: UploadedText): Promise<void> {
    const before = await this.of(id);
    if (before[0]?.text === uploaded.text && before[0].html === uploaded.html) return;
    const { mark, text, html, blocks } = uploaded;
    const plain = { mark, text, html, blocks: blocks.map(({ line, index }) => ({ line, index })) };
    await mkdir(this.folder, { recursive: true });
    const fresh = `${this.file(id)}.${process.pid}.new`;
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify([plain, ...before].slice(0, mostTexts)));
    } finally {
      await handle.close();
    }
    await rename(fresh, this.file(id));
  }

  async forget(id: string): Promise<void> {
    await rm(this.file(id), { force: true });
  }

  private file(id: string): string {
    return join(this.folder, `${id}.json`);
  }
}

function isUploadedText(value: unknown): value is UploadedText {
  if (typeof value !== 'object' || value === null) return false;
  const { mark, text, html, blocks } = value as Partial<Record<keyof UploadedText, unknown>>;
  return (
    typeof mark === 'string' && typeof text === 'string' && typeof html === 'string' && Array.isArray(blocks)
  );
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
