import { ElementType, parseDocument } from 'htmlparser2';

/** An element with what a document means by it, or a text. */
export type Node = string | Element;
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}

type Parsed = ReturnType<typeof parseDocument>['children'][number];

const kept = new Set(['href', 'src', 'alt', 'title', 'start', 'align', 'colspan']);
const blocks = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr td th div dl dt dd'.split(' '),
);

/** The reference HTML of the specification as a tree. */
export function referenceTree(html: string): readonly Node[] {
  return trimmed(parseDocument(html).children.flatMap((node) => read(node, false)));
}

/** A mail as the tree of what it means: tables that draw quotes and code are those again, and looks are left out. */
export function mailTree(html: string): readonly Node[] {
  const [wrapper] = referenceTree(html);
  return typeof wrapper === 'object' ? trimmed(wrapper.children) : [];
}

function read(node: Parsed, inPre: boolean): Node[] {
  if (node.type === ElementType.Text) return [inPre ? node.data : node.data.replace(/[ \t\r\n]+/g, ' ')];
  if (node.type === ElementType.Comment || node.type === ElementType.Directive) {
    const tag = node.type === ElementType.Comment ? '!--' : '!';
    return [{ tag, attributes: {}, children: [node.data] }];
  }
  if (!('attribs' in node)) return [];
  const { name, attribs } = node;
  if (name === 'div' && attribs['style']?.includes('mso-line-height-rule')) return [];
  const pre = inPre || name === 'pre';
  const children = node.children.flatMap((child) => read(child, pre));
  if (attribs['role'] === 'presentation') return [presented(children)];
  // Colours of code, and languages.
  if (name === 'font' || name === 'span') return children;
  if (name === 'pre') return [{ tag: name, attributes: {}, children: preformatted(children) }];
  const attributes = Object.fromEntries(Object.entries(attribs).filter(([key]) => kept.has(key)));
  // Cells stand at the left unless they say otherwise; a mail may say even that.
  if ((name !== 'td' && name !== 'th') || attributes['align'] === 'left') delete attributes['align'];
  // A picture of the draft's folder is a part of the mail, and has its name there.
  if (!/^https?:/.test(attributes['src'] ?? '')) delete attributes['src'];
  return [
    { tag: name, attributes, children: blocks.has(name) && !pre ? trimmed(children) : joined(children) },
  ];
}

/** The table of a quote has a bar and a cell; that of code has a cell with a `pre`. */
function presented(children: readonly Node[]): Node {
  const cells = find(children, 'td');
  const pre = find(children, 'pre')[0];
  const content = cells[1];
  if (cells.length > 1 && content) return { tag: 'blockquote', attributes: {}, children: content.children };
  const code = { tag: 'code', attributes: {}, children: (pre?.children ?? []).filter((node) => node !== '') };
  return { tag: 'pre', attributes: {}, children: [code] };
}

/** The first line break in a `pre` shows nothing, nor does that at the end of the specification's `pre` and `code`. */
function preformatted(children: readonly Node[]): Node[] {
  const [first, ...rest] = joined(children);
  if (typeof first === 'string') return [first.replace(/^\n/, ''), ...rest];
  if (first?.tag !== 'code') return joined(children);
  const text = first.children.map((node) => (typeof node === 'string' ? node.replace(/\n$/, '') : node));
  return [{ ...first, children: text.filter((node) => node !== '') }, ...rest];
}

/** The outermost elements of a name. */
function find(nodes: readonly Node[], tag: string): Element[] {
  return nodes.flatMap((node) => {
    if (typeof node === 'string') return [];
    return node.tag === tag ? [node] : find(node.children, tag);
  });
}

function joined(nodes: readonly Node[]): Node[] {
  const result: Node[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (typeof node === 'string' && typeof last === 'string') result[result.length - 1] = last + node;
    else if (node !== '') result.push(node);
  }
  return result;
}

/** Without the blanks that show nothing: around blocks, at either end of one, and beside line breaks. */
export function trimmed(nodes: readonly Node[]): Node[] {
  const together = joined(nodes).map((node) => (typeof node === 'string' ? node.replace(/ +/g, ' ') : node));
  const isEdge = (node: Node | undefined): boolean =>
    node === undefined || (typeof node === 'object' && (blocks.has(node.tag) || node.tag === 'br'));
  return together
    .map((node, index) => {
      if (typeof node !== 'string') return node;
      const begun = isEdge(together[index - 1]) ? node.replace(/^ /, '') : node;
      return isEdge(together[index + 1]) ? begun.replace(/ $/, '') : begun;
    })
    .filter((node) => node !== '');
}

/** Puts others in the place of elements, the innermost first. */
export function replaced(
  nodes: readonly Node[],
  change: (element: Element) => readonly Node[],
): readonly Node[] {
  const result = nodes.flatMap((node) =>
    typeof node === 'string' ? [node] : change({ ...node, children: replaced(node.children, change) }),
  );
  return joined(result);
}
