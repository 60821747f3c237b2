import { type BlockContext, blocksOf, linesOf, quoted, trimBreaks } from './blocks.js';
import {
  attributeOf,
  element,
  holdsBlock,
  type HtmlElement,
  type HtmlNode,
  isBlank,
  isElement,
  styleOf,
  text,
  textOf,
} from './htmlNodes.js';

/** Cells of a table that is written as one; columns and rows that a cell spans. A larger one is written as its text. */
const mostCells = 5000;
const mostColumns = 60;

type Row = readonly HtmlElement[];

/** A table of data as a table; one that only places things as what stands in it. */
export function tableBlocks(node: HtmlElement, context: BlockContext): HtmlElement[] {
  const rows = rowsOf(node);
  const bar = quoteCell(rows);
  if (bar && context.depth < 12) {
    const blocks = blocksOf(bar.children, { ...context, depth: context.depth + 1 });
    return quoted(alert(blocks));
  }
  if (!isData(node, rows))
    return rows.flatMap((row) => row.flatMap((cell) => blocksOf(cell.children, context)));
  return [dataTable(rows, context)];
}

function rowsOf(node: HtmlElement): Row[] {
  const rows: Row[] = [];
  const loose: HtmlNode[] = [];
  for (const child of node.children) {
    if (isElement(child, 'tr')) rows.push(child.children.flatMap((cell) => cellOf(cell)));
    else if (isElement(child, 'thead', 'tbody', 'tfoot')) for (const row of rowsOf(child)) rows.push(row);
    else if (isElement(child, 'td', 'th', 'caption')) rows.push([child]);
    else if (!isBlank(child) && !isElement(child, 'colgroup', 'col')) loose.push(child);
  }
  // What stands between cells by mistake is shown above the table (HTML standard §13.2.6.4.9).
  return loose.length > 0 ? [[element('td', loose)], ...rows] : rows;
}

function cellOf(node: HtmlNode): HtmlElement[] {
  if (isElement(node, 'td', 'th')) return [node];
  return isBlank(node) ? [] : [element('td', [node])];
}

/** Mails draw the line beside a quote as a narrow cell without text. */
function quoteCell(rows: readonly Row[]): HtmlElement | undefined {
  const [row, ...others] = rows;
  const [bar, body, ...more] = row ?? [];
  if (!bar || !body || more.length > 0 || others.length > 0 || !isBlank(bar)) return undefined;
  const width = Number.parseFloat(attributeOf(bar, 'width') || (styleOf(bar).get('width') ?? ''));
  return width > 0 && width <= 8 ? body : undefined;
}

const alerts = new Set(['note', 'tip', 'important', 'warning', 'caution']);

/** A quote that begins with one of five words in bold on a line of its own was an alert. */
function alert(blocks: readonly HtmlElement[]): HtmlElement[] {
  const [first, ...rest] = blocks;
  const [title, next, ...words] = first?.children ?? [];
  const name = isElement(title, 'strong') ? textOf(title).trim().toLowerCase() : '';
  if (!first || !alerts.has(name) || (next !== undefined && !isElement(next, 'br'))) return [...blocks];
  const label = element('alert', [], { title: name.toUpperCase() });
  return [element('p', words.length > 0 ? [label, ...words] : [label]), ...rest];
}

function isData(node: HtmlElement, rows: readonly Row[]): boolean {
  if (/^(?:presentation|none)$/iu.test(attributeOf(node, 'role'))) return false;
  const columns = Math.max(0, ...rows.slice(0, mostCells).map(({ length }) => length));
  const cells = rows.reduce((sum, { length }) => sum + length, 0);
  if (rows.length * columns > mostCells || columns > mostColumns || cells < 2 || columns < 2) return false;
  const all = rows.flat();
  if (all.some((cell) => holdsAny(cell, ['table', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'hr'])))
    return false;
  if (all.some(({ tagName }) => tagName === 'th')) return true;
  const bordered =
    Number.parseInt(attributeOf(node, 'border'), 10) > 0 ||
    /\bMso(?:TableGrid|Normal)/u.test(attributeOf(node, 'class'));
  return bordered || all.some(hasBorder) || rows.length > 1;
}

function holdsAny(node: HtmlElement, names: readonly string[]): boolean {
  return node.children.some(
    (child) => isElement(child) && (names.includes(child.tagName) || holdsAny(child, names)),
  );
}

function hasBorder(cell: HtmlElement): boolean {
  return [...styleOf(cell)].some(
    ([name, value]) =>
      /^border(?:-|$)/u.test(name) && /\b(?:solid|single|double|dashed|dotted)\b/u.test(value),
  );
}

function dataTable(rows: readonly Row[], context: BlockContext): HtmlElement {
  let left = mostCells;
  const made = rows.map((row) =>
    element(
      'tr',
      row.map((cell) => {
        const span = (name: string) =>
          Math.min(
            Math.max(Number.parseInt(attributeOf(cell, name), 10) || 1, 1),
            mostColumns,
            Math.max(left, 1),
          );
        const [colspan, rowspan] = [span('colspan'), Math.min(span('rowspan'), rows.length)];
        left -= colspan * rowspan;
        const align = alignOf(cell);
        const attributes = {
          ...(colspan > 1 ? { colSpan: colspan } : {}),
          ...(rowspan > 1 ? { rowSpan: rowspan } : {}),
          ...(align ? { align } : {}),
        };
        return element(cell.tagName, cellText(cell, context), attributes);
      }),
    ),
  );
  const head = rows[0]?.every(({ tagName }) => tagName === 'th') ?? false;
  return element(
    'table',
    head ? [element('thead', made.slice(0, 1)), element('tbody', made.slice(1))] : [element('tbody', made)],
  );
}

/** Left is where text begins anyway. */
function alignOf(cell: HtmlElement): string | undefined {
  const value = attributeOf(cell, 'align') || (styleOf(cell).get('text-align') ?? '');
  return ['center', 'right'].includes(value.toLowerCase()) ? value.toLowerCase() : undefined;
}

/** A cell of a Markdown table is one line: blocks are set apart by breaks, items of lists by a bullet. */
function cellText(cell: HtmlElement, context: BlockContext): HtmlNode[] {
  if (!holdsBlock(cell)) return trimBreaks(linesOf(cell.children, context));
  const lines = blocksOf(cell.children, context).flatMap((block) => cellLines(block));
  return lines.flatMap((line, index) => (index === 0 ? line : [element('br', []), ...line]));
}

function cellLines(block: HtmlElement): HtmlNode[][] {
  if (block.tagName === 'ul' || block.tagName === 'ol')
    return block.children.flatMap((item) => {
      const [first = [], ...rest] = isElement(item) ? cellLines({ ...item, tagName: 'p' }) : [];
      return [[text('• '), ...first], ...rest];
    });
  const inline = block.children.filter((child) => !isElement(child, 'p', 'ul', 'ol', 'blockquote', 'table'));
  const deeper = block.children.flatMap((child) =>
    isElement(child, 'p', 'ul', 'ol', 'blockquote') ? cellLines(child) : [],
  );
  return [...(inline.length > 0 ? [inline] : []), ...deeper];
}
