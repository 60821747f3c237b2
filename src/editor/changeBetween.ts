import { type TextChange } from '../draft/draft.js';

/** One change of what lies between the common beginning and the common end, so that the cursor stays where it can. */
export function changeBetween(text: string, fresh: string): TextChange {
  const most = Math.min(text.length, fresh.length);
  let start = 0;
  while (start < most && text[start] === fresh[start]) start++;
  let end = 0;
  while (end < most - start && text[text.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  return { offset: start, length: text.length - end - start, text: fresh.slice(start, fresh.length - end) };
}
