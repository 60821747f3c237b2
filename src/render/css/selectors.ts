import { type CssNode } from 'css-tree';
import { type Part } from '../themes/theme.js';

const elements: Readonly<Record<string, readonly Part[]>> = {
  body: ['body'],
  p: ['p', 'quoteText', 'itemText'],
  h1: ['h1'],
  h2: ['h2'],
  h3: ['h3'],
  h4: ['h4'],
  h5: ['h5'],
  h6: ['h6'],
  a: ['a'],
  code: ['code'],
  pre: ['codeCell', 'codeText'],
  'pre code': ['codeText'],
  blockquote: ['quote'],
  'blockquote p': ['quoteText'],
  'li p': ['itemText'],
  table: ['table'],
  caption: ['caption'],
  th: ['th'],
  td: ['td'],
  hr: ['hr'],
  ul: ['ul'],
  ol: ['ol'],
  li: ['li'],
  dl: ['dl'],
  dt: ['dt'],
  dd: ['dd'],
  kbd: ['kbd'],
  mark: ['mark'],
  small: ['small'],
  sup: ['sup'],
  img: ['img'],
};

/** What always stands around an element says nothing about it. */
const implied: Readonly<Record<string, readonly string[]>> = {
  th: ['table', 'thead', 'tr'],
  td: ['table', 'tbody', 'tr'],
  dt: ['dl'],
  dd: ['dl'],
  caption: ['table'],
};

/** The parts that a selector reaches: one element, or one within another where that is a part of its own. Absent: none. */
export function partsOf(selector: CssNode): readonly Part[] | undefined {
  if (selector.type !== 'Selector') return undefined;
  const names: string[] = [];
  for (const node of selector.children.toArray()) {
    if (node.type === 'TypeSelector') names.push(node.name.toLowerCase());
    else if (node.type !== 'Combinator' || (node.name !== ' ' && node.name !== '>')) return undefined;
  }
  if (names.length > 1 && names[0] === 'body') names.shift();
  const last = names.at(-1) ?? '';
  const around = names.slice(0, -1).filter((name) => !implied[last]?.includes(name));
  const key = [...around, last].join(' ');
  return Object.hasOwn(elements, key) ? elements[key] : undefined;
}
