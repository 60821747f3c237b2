import { columnsOf, isNarrow } from './columns.js';

/** Wraps at blanks; every line but the last ends with one, which lets the reader's program join them (RFC 3676 §4.1). */
export function wrapFlowed(text: string, width: number): string[] {
  const lines = wrapHard(text, width - 1).map((line, index, all) =>
    index < all.length - 1 ? `${line} ` : line,
  );
  return lines.map(stuffed);
}

/** "Space-stuffing" (RFC 3676 §4.4): such a line would be taken for a quote, or be changed by a mail server. */
export function stuffed(line: string): string {
  return /^(?:>|From )/.test(line) ? ` ${line}` : line;
}

/** Wraps at blanks. A word wider than `width` stands on a line of its own. */
export function wrapHard(text: string, width: number): string[] {
  // Most lines of most mails, without a look at each word.
  if (text.length <= width && /^[!-~]+(?: [!-~]+)*$/.test(text)) return [text];
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  const narrow = isNarrow(text);
  for (const word of text.trim().split(/[ \t]+/)) {
    const more = narrow ? word.length : columnsOf(word);
    if (line !== '' && columns + 1 + more > width) {
      lines.push(line);
      line = '';
      columns = 0;
    }
    columns += more + (line === '' ? 0 : 1);
    line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
