import { type State, toMdast } from 'hast-util-to-mdast';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemToMarkdown } from 'mdast-util-gfm-task-list-item';
import { type Handle, type Options, toMarkdown } from 'mdast-util-to-markdown';
import { type HtmlElement, textOf } from './htmlNodes.js';

type Hast = Parameters<typeof toMdast>[0];
type Element = Extract<Hast, { type: 'element' }>;
type Handler = (state: State, node: Element) => ReturnType<State['all']> | undefined;

/** Elements without attributes: nothing else of a page's own HTML ever stands in a draft. */
const asHtml: Handler = (state, node) => [
  { type: 'html', value: `<${node.tagName}>` },
  ...state.all(node),
  { type: 'html', value: `</${node.tagName}>` },
];

const fromHast = {
  handlers: {
    ...Object.fromEntries(['u', 'sub', 'sup', 'kbd', 'mark'].map((name) => [name, asHtml])),
    br: (state: State) => (state.inTable ? [{ type: 'html', value: '<br>' }] : [{ type: 'break' }]),
    alert: (_: State, node: Element) => [{ type: 'html', value: `[!${String(node.properties['title'])}]\n` }],
    dl: (state: State, node: Element) => [{ type: 'definitionList', children: state.all(node) }],
    dt: (state: State, node: Element) => [{ type: 'definitionTerm', children: state.all(node) }],
    dd: (state: State, node: Element) => [{ type: 'definition', children: state.toFlow(state.all(node)) }],
  },
} as unknown as Parameters<typeof toMdast>[1];

/** A list of terms as the parser of drafts reads it: the term on a line, each meaning below it behind `: `. */
const definitionList = ((node, _, state, info) => {
  const { children } = node as { children: { type: string }[] };
  const lines = children.map((child, index) => {
    if (child.type === 'definitionTerm')
      return `${index === 0 ? '' : '\n'}${state.containerPhrasing(child as never, { ...info, before: '\n', after: '\n' })}`;
    const flow = state.containerFlow(child as never, info);
    return state.indentLines(flow, (line, at, blank) =>
      at === 0 ? `: ${line}` : blank ? line : `  ${line}`,
    );
  });
  return lines.join('\n');
}) satisfies Handle;

/** Beside what Markdown itself would read otherwise: what the parser of drafts knows more. */
function toDraft(formulas: boolean): Options {
  return {
    bullet: '-',
    emphasis: '*',
    rule: '-',
    listItemIndent: 'one',
    handlers: { definitionList } as Record<string, Handle>,
    unsafe: [
      { atBreak: true, character: ':', after: '[ \\t]' },
      { atBreak: true, character: '~', after: '[ \\t]' },
      { character: ':', after: '[a-z0-9_+-]+:', inConstruct: 'phrasing' },
      ...(formulas ? [{ character: '$', inConstruct: 'phrasing' as const }] : []),
    ],
    extensions: [
      gfmTableToMarkdown({ tablePipeAlign: false }),
      gfmStrikethroughToMarkdown(),
      gfmTaskListItemToMarkdown(),
    ],
  };
}

/** Made once: the patterns in them are compiled at their first use. */
const options = { plain: toDraft(false), formulas: toDraft(true) };

/** Blocks as Markdown, each for itself, without line breaks at their ends. */
export function markdownOf(block: HtmlElement): string {
  const words = textOf(block);
  // One dollar alone is a price.
  const several = words.indexOf('$') !== words.lastIndexOf('$');
  const tree = toMdast(block as unknown as Hast, fromHast);
  return toMarkdown(tree, several ? options.formulas : options.plain).replace(/\n+$/u, '');
}
