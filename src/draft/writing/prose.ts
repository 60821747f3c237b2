/** A line of a body as its writer would read it aloud. What is no prose is blanked, so that every column stays true. */
export interface ProseLine {
  readonly text: string;
  /** The same line as it is written. */
  readonly written: string;
  /** Of its first character in the body. */
  readonly offset: number;
  /** 0-based, in the body. */
  readonly line: number;
}

/** UTF-16 units. A body beyond it is no letter any more, and its first part tells what there is to tell. */
export const longestProse = 2 ** 20;

const fence = /^ {0,3}(`{3,}|~{3,})/u;
const listItem = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?: |\t|$)/u;
/**
 * Code, tags and autolinks, targets of links, addresses of pages and of mailboxes. Each has a limit to its length, so
 * that a line of a million characters takes no more time than a thousand lines.
 */
const noProse =
  /(`{1,9})(?!`).{0,500}?[^`]\1(?!`)|(?<!<)<[a-z/!][^<>]{0,999}>|\]\([^()\n]{0,999}(?:\([^()\n]{0,99}\)[^()\n]{0,99})?\)|\bhttps?:\/\/\S+/giu;
const mailbox = /[^\s@<>()]{1,64}@[^\s@<>()]{1,254}/gu;
const mayHoldNoProse = /[`<@]|\]\(|https?:/iu;

/** The prose of a Markdown body: without code, quotes, HTML and targets of links. Time grows with its length only. */
export function* proseLines(body: string): Generator<ProseLine> {
  const end = Math.min(body.length, longestProse);
  const reader = new LineReader();
  for (let offset = 0, line = 0; offset < end; line++) {
    const newline = body.indexOf('\n', offset);
    const next = newline < 0 ? body.length : newline;
    const written = body.slice(offset, Math.min(next, end));
    const text = reader.read(written);
    if (text !== undefined) yield { text, written, offset, line };
    offset = next + 1;
  }
}

/** What a line is depends on those above it. */
class LineReader {
  /** The mark that the fence ends with, or one longer. */
  private fence: string | undefined;
  private inComment = false;
  private inList = false;
  private afterBlank = true;

  /** Absent: nothing of the line is prose. */
  read(line: string): string | undefined {
    if (this.fence !== undefined) return this.inFence(line, this.fence);
    if (this.inComment) return this.afterComment(line);
    if (line.trim() === '') {
      this.afterBlank = true;
      return undefined;
    }
    const { afterBlank } = this;
    this.afterBlank = false;
    const opened = fence.exec(line)?.[1];
    if (opened !== undefined) {
      this.fence = opened;
      return undefined;
    }
    if (listItem.test(line)) this.inList = true;
    else if (/^\S/u.test(line) && afterBlank) this.inList = false;
    if (/^ {0,3}>/u.test(line)) return undefined;
    if (afterBlank && !this.inList && /^(?: {4}|\t)/u.test(line)) {
      // The next line of the same code follows no blank one.
      this.afterBlank = true;
      return undefined;
    }
    return this.withoutComment(line);
  }

  private inFence(line: string, mark: string): undefined {
    const closes = fence.exec(line)?.[1];
    if (closes?.startsWith(mark) === true && line.trim() === closes) this.fence = undefined;
    return undefined;
  }

  private afterComment(line: string): string | undefined {
    const end = line.indexOf('-->');
    if (end < 0) return undefined;
    this.inComment = false;
    return this.withoutComment(' '.repeat(end + 3) + line.slice(end + 3));
  }

  private withoutComment(line: string): string {
    if (!mayHoldNoProse.test(line)) return line;
    const shown = line.replace(noProse, blanked);
    const read = shown.includes('@') ? shown.replace(mailbox, blanked) : shown;
    const open = read.lastIndexOf('<!--');
    if (open < 0) return read;
    this.inComment = true;
    return read.slice(0, open);
  }
}

/** The brackets around a target stay: they tell that a text is a link. */
function blanked(found: string): string {
  return found.startsWith('](') ? `](${' '.repeat(found.length - 3)})` : ' '.repeat(found.length);
}
