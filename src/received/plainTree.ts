import { element, type HtmlElement, type HtmlNode, text } from './htmlNodes.js';

/** A plain body as the page that shows the same: paragraphs of lines, `>` quotes, lists of `-` and `1.`, addresses as links. */
export function plainTree(content: string): HtmlElement {
  const lines = content.replace(/\r\n?/gu, '\n').split('\n');
  const blocks = blocksOfLines(lines.slice(0, mostLines), 0);
  const rest = lines.slice(mostLines).join('\n');
  return element('body', rest.trim() === '' ? blocks : [...blocks, element('pre', [text(rest)])]);
}

/** More than anybody writes; what follows is kept as it stands. */
const mostLines = 20_000;

/** Quotes within each other that are kept. */
const mostQuotes = 8;
/** A list that goes on for longer is several. */
const mostItems = 500;
const bullet = /^[ \t]{0,3}[-*•][ \t]+(?=\S)/u;
const number = /^[ \t]{0,3}(\d{1,9})[.)][ \t]+(?=\S)/u;

type Kind = 'blank' | 'quote' | 'bullet' | 'number' | 'text';

function kindOf(line: string, depth: number): Kind {
  if (/^[\s\u00a0]*$/u.test(line)) return 'blank';
  if (line.startsWith('>') && depth < mostQuotes) return 'quote';
  if (bullet.test(line)) return 'bullet';
  return number.test(line) ? 'number' : 'text';
}

function blocksOfLines(lines: readonly string[], depth: number): HtmlElement[] {
  const blocks: HtmlElement[] = [];
  for (let at = 0; at < lines.length;) {
    const kind = kindOf(lines[at] ?? '', depth);
    let end = at + 1;
    const most =
      kind === 'bullet' || kind === 'number' ? Math.min(lines.length, at + mostItems) : lines.length;
    while (end < most && kindOf(lines[end] ?? '', depth) === kind) end++;
    const run = lines.slice(at, end);
    if (kind === 'quote')
      blocks.push(
        element(
          'blockquote',
          blocksOfLines(
            run.map((line) => line.replace(/^> ?/u, '')),
            depth + 1,
          ),
        ),
      );
    else if (kind === 'bullet')
      blocks.push(
        element(
          'ul',
          run.map((line) => element('li', linked(line.replace(bullet, '')))),
        ),
      );
    else if (kind === 'number') {
      const start = number.exec(run[0] ?? '')?.[1] ?? '1';
      blocks.push(
        element(
          'ol',
          run.map((line) => element('li', linked(line.replace(number, '')))),
          { start },
        ),
      );
    } else if (kind === 'text') blocks.push(element('p', broken(run)));
    at = end;
  }
  return blocks;
}

function broken(lines: readonly string[]): HtmlNode[] {
  return lines.flatMap((line, index) => [
    ...(index === 0 ? [] : [element('br', [])]),
    ...linked(line.trimEnd()),
  ]);
}

/** A bare address becomes a link, so that nothing in it is taken for Markdown. */
function linked(line: string): HtmlNode[] {
  const nodes: HtmlNode[] = [];
  let from = 0;
  for (const found of line.matchAll(/https?:\/\/[^\s<>"()]{1,2000}/giu)) {
    const address = found[0].replace(/[.,;:!?'*_~]+$/u, '');
    nodes.push(text(line.slice(from, found.index)), element('a', [text(address)], { href: address }));
    from = found.index + address.length;
  }
  return [...nodes, text(line.slice(from))];
}
