import { parseDraft } from '../draft/parseDraft.js';
import { type Block } from '../render/mailHtml.js';
import { element, type HtmlElement, isElement } from './htmlNodes.js';
import { htmlTree } from './htmlTree.js';
import { commonParts } from './commonParts.js';
import { blocksAsMarkdown, bodyBlocks, type Conversion, type ReceivedBody } from './receivedBody.js';

/** A draft as it was uploaded: the text of its file, and the page that was made of it. */
export interface UploadedText {
  readonly text: string;
  readonly html: string;
  /** Which line of the file each top-level block of the page is from. */
  readonly blocks: readonly Block[];
}

/**
 * The body of a mailbox copy as Markdown, where what was uploaded is known: every block that is still what was uploaded
 * comes back as it was written, to the byte, and only what was changed in the mailbox is converted. `end` is what stands
 * in the file below the mail (the message that it answers).
 */
export function restoredBody(copy: ReceivedBody, uploaded: UploadedText, conversion: Conversion): string {
  const { body, bodyLine } = parseDraft(uploaded.text);
  const pieces = sourcePieces(uploaded, body, bodyLine, conversion);
  const now = bodyBlocks(copy, conversion);
  const before = pieces.flatMap(({ converted }) => converted);
  const pairs = commonParts(before, now);
  if (pairs.length === before.length && before.length === now.length) return body;
  const text = written(pieces, now, new Map(pairs.map(([from, to]) => [to, from])));
  // A mail knows nothing of how its file ends, so that the file goes on ending as it did.
  return body.trim() === '' || text === '' ? text : withoutEnd(text) + body.slice(withoutEnd(body).length);
}

function withoutEnd(text: string): string {
  return text.replace(/\n*$/u, '');
}

/** A block of the file: its lines, and what the page that was made of it is as Markdown. */
interface SourcePiece {
  readonly source: string;
  readonly converted: readonly string[];
}

function sourcePieces(
  { html, blocks }: UploadedText,
  body: string,
  bodyLine: number,
  conversion: Conversion,
): SourcePiece[] {
  const lines = body.split('\n');
  const children = elementsOf(html);
  const markdown = (from: number, to: number) =>
    blocksAsMarkdown(element('body', children.slice(from, to)), conversion);
  const first = blocks[0]?.index ?? children.length;
  const above = markdown(0, first);
  const pieces = blocks.map((block, at): SourcePiece => {
    const next = blocks[at + 1];
    const from = block.line - bodyLine;
    const source = lines.slice(at === 0 ? 0 : from, next ? next.line - bodyLine : lines.length).join('\n');
    return {
      source: next ? `${source}\n` : source,
      converted: markdown(block.index, next?.index ?? children.length),
    };
  });
  return above.length > 0 ? [{ source: '', converted: above }, ...pieces] : pieces;
}

/** What stands in the one element that a mail of ours is. */
function elementsOf(html: string): readonly HtmlElement[] {
  const wrapper = htmlTree(html).children.find((node): node is HtmlElement => isElement(node));
  return wrapper?.children.filter((node): node is HtmlElement => isElement(node)) ?? [];
}

/** `known`: for a block of the mailbox copy, the place among those of the file where the same one stands. */
function written(
  pieces: readonly SourcePiece[],
  now: readonly string[],
  known: ReadonlyMap<number, number>,
): string {
  const owners = pieces.flatMap((piece, owner) => piece.converted.map((_, part) => ({ piece, owner, part })));
  let text = '';
  let last = -2;
  const gap = () => {
    text = text === '' ? '' : `${withoutEnd(text)}\n\n`;
  };
  for (let at = 0; at < now.length;) {
    const place = known.get(at);
    const found = place === undefined ? undefined : owners[place];
    const whole =
      found?.part === 0 &&
      found.piece.converted.every((_, part) => known.get(at + part) === (place ?? 0) + part);
    if (found && whole) {
      if (last !== found.owner - 1) gap();
      text += found.piece.source;
      last = found.owner;
      at += found.piece.converted.length;
    } else {
      gap();
      text += `${now[at] ?? ''}\n`;
      last = -2;
      at++;
    }
  }
  return text;
}
