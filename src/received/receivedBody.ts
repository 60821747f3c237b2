import { blocksOf } from './blocks.js';
import { type HtmlElement, type HtmlNode, isElement } from './htmlNodes.js';
import { htmlTree } from './htmlTree.js';
import { type PictureTarget } from './inlineMarks.js';
import { plainTree } from './plainTree.js';

/** The body of a message as a mailbox holds it. */
export interface ReceivedBody {
  readonly contentType: 'html' | 'text';
  readonly content: string;
}

/** Writes a block as Markdown (markdownOf.ts, which is loaded by itself). */
export type BlockWriter = (block: HtmlElement) => string;

export interface Conversion {
  /** The path or address for the `src` of a picture. */
  readonly picture: PictureTarget;
  readonly write: BlockWriter;
}

/** Longest body that is read (UTF-16 units): more than mailboxes take in one request. */
const longest = 4 * 1024 * 1024;

/**
 * The blocks of a body as Markdown, each without line breaks at its ends. It never throws, takes time in proportion to
 * the text, and nothing of what it gives is active: no script, no style, no address but of the web, mail and telephone.
 */
export function bodyBlocks(body: ReceivedBody, conversion: Conversion): readonly string[] {
  const content = body.content.slice(0, longest);
  return blocksAsMarkdown(body.contentType === 'html' ? htmlTree(content) : plainTree(content), conversion);
}

/** The blocks of a part of a page as Markdown. */
export function blocksAsMarkdown(page: HtmlElement, { picture, write }: Conversion): readonly string[] {
  const blocks = blocksOf(page.children, { picture, depth: 0, marks: [] });
  return joined(blocks)
    .map((block) => write(block))
    .filter((markdown) => markdown !== '');
}

/** Items of a list that is written as one: a longer one takes more time than its length says. */
const mostItems = 500;

/** Markdown reads neighbouring lists of one kind as one, with wide gaps; so they are one from the beginning. */
function joined(blocks: readonly HtmlElement[]): HtmlElement[] {
  const out: HtmlElement[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    const room = (last?.children.length ?? 0) + block.children.length <= mostItems;
    if (last && room && isElement(block, 'ul', 'ol') && last.tagName === block.tagName)
      for (const item of block.children) (last.children as HtmlNode[]).push(item);
    else out.push(isElement(block, 'ul', 'ol') ? { ...block, children: [...block.children] } : block);
  }
  return out;
}

/** {@link bodyBlocks} as the text of a file. */
export function bodyMarkdown(body: ReceivedBody, conversion: Conversion): string {
  return textOfBlocks(bodyBlocks(body, conversion));
}

function textOfBlocks(blocks: readonly string[]): string {
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`;
}
