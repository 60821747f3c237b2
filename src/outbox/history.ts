/** The body of an answer: `head` up to where the text of the page begins, what its writer wrote, and the history. */
export interface AnswerBody {
  readonly head: string;
  readonly own: string;
  readonly history: string;
}

const id = (name: string) => `\\bid\\s*=\\s*["']?(?:x_)*${name}\\b`;

/**
 * Where mail programs begin the history of an answer: Outlook on the web and Exchange itself (a rule and the element
 * `divRplyFwdMsg`, `x_` before it where a page was taken into another), the end that Outlook on the web keeps for what
 * it adds on sending, Outlook for Windows and Mac (a line above `From:`), and a plain mail (a line of underscores).
 */
const border = new RegExp(
  [
    `<div\\b[^<>]*${id('appendonsend')}`,
    `<hr\\b[^<>]*>\\s*<div\\b[^<>]*${id('divRplyFwdMsg')}`,
    `<div\\b[^<>]*${id('divRplyFwdMsg')}`,
    '(?:<div>\\s*)?<div\\b[^<>]*\\bstyle="[^"<>]*border:\\s*none;\\s*border-top:\\s*solid[^"<>]*"[^<>]*>\\s*' +
      '<p\\b[^<>]*>\\s*(?:<(?:span|font)\\b[^<>]*>\\s*)*<b>',
    '(?<!_)_{32,80}(?!_)\\s*(?:<[^<>]*>\\s*)*[\\p{L} ]{2,20}[:\\uFF1A]',
  ].join('|'),
  'iu',
);

/** Whether a text would be taken for the beginning of a history. */
export function holdsBorder(html: string): boolean {
  return border.test(html);
}

/** Splits at the first border. Absent: there is none, so nobody can say which part is the writer's. */
export function splitHistory(html: string): AnswerBody | undefined {
  const start = startOfText(html);
  const found = border.exec(html.slice(start));
  if (!found) return undefined;
  const end = start + found.index;
  return { head: html.slice(0, start), own: html.slice(start, end), history: html.slice(end) };
}

/** The body with `own` above everything that is there, which stays as it is to the byte. */
export function aboveAll(html: string, own: string): string {
  const start = startOfText(html);
  return `${html.slice(0, start)}${own}${html.slice(start)}`;
}

/** The body with `own` in place of what its writer wrote before; the history stays as it is to the byte. */
export function withOwn(body: AnswerBody, own: string): string {
  return `${body.head}${openDivs(body.own).join('')}${own}${body.history}`;
}

function startOfText(html: string): number {
  const body = /<body\b(?:"[^"]*"|'[^']*'|[^<>"'])*>/iu.exec(html);
  if (body) return body.index + body[0].length;
  const head = /<\/head\s*>/iu.exec(html);
  return head ? head.index + head[0].length : 0;
}

/** Outlook for Windows puts text and history into one element, whose end is in the history. */
function openDivs(html: string): readonly string[] {
  const open: string[] = [];
  for (const [tag, slash] of html.matchAll(/<(\/?)div\b[^<>]*>/giu)) {
    if (slash === '') open.push(tag);
    else open.pop();
  }
  return open;
}
