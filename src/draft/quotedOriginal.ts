import { type QuotedOriginal } from './draft.js';

/**
 * The line of a draft below which the message that it answers stands, for reading only. It counts in a draft that
 * answers something, alone on its line and to the letter, so that no text that a person writes is taken for it.
 */
export const originalMarker = '<!-- original message: not part of this mail -->';

/** What stands above the marker, and what below it; `line` is 0-based, that of the file on which `body` begins. */
export function splitOriginal(body: string, line: number): { body: string; original?: QuotedOriginal } {
  const found = /^<!-- original message: not part of this mail -->\r?$/mu.exec(body);
  if (!found) return { body };
  const at = found.index;
  const marker = line + linesIn(body.slice(0, at));
  const end = body.indexOf('\n', at);
  return { body: body.slice(0, at), original: { line: marker, text: end < 0 ? '' : body.slice(end + 1) } };
}

/** The line of the first text below the marker that is no quote: its writer means it to be sent. 0-based. */
export function textBelowOriginal({ line, text }: QuotedOriginal): number | undefined {
  const at = text.split('\n').findIndex((each) => each.trim() !== '' && !/^ {0,3}>/u.test(each));
  return at < 0 ? undefined : line + 1 + at;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
