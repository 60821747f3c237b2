import { type Token } from 'markdown-it';
import { type ParsedBlock, type ParsedBlocks } from './parsedBlocks.js';

/** Something that stands on a line. */
export interface Placed {
  readonly line: number;
}

/** Looks through tokens for what each block says by itself; lines are those of the Markdown, counted from 0. */
export type Search<T extends Placed> = (tokens: readonly Token[]) => readonly T[];

/** Tokens of a mail one after another: those of a block that is known, or others. */
export interface Stretch {
  readonly tokens: readonly Token[];
  readonly block?: ParsedBlock;
}

/** The stretches of a mail; all of it is one where no block is known. */
export function stretchesOf(tokens: readonly Token[], known?: ParsedBlocks): readonly Stretch[] {
  if (!known) return [{ tokens }];
  const stretches: Stretch[] = [];
  let loose = 0;
  for (let at = 0; at < tokens.length;) {
    const block = known.at(tokens[at] as Token);
    if (block && loose < at) stretches.push({ tokens: tokens.slice(loose, at) });
    if (block) stretches.push({ tokens: block.tokens, block });
    at += block?.tokens.length ?? 1;
    if (block) loose = at;
  }
  if (loose < tokens.length) stretches.push({ tokens: tokens.slice(loose) });
  return stretches;
}

/**
 * What a search finds in a mail, in order, with lines counted from `firstLine`. A known block is searched once: a
 * keystroke changes one, and most searches find nothing in any.
 */
export function byBlock<T extends Placed>(
  stretches: readonly Stretch[],
  firstLine: number,
  search: Search<T>,
): T[] {
  const found: T[] = [];
  for (const stretch of stretches) {
    const some = foundIn(stretch, search);
    if (some.length === 0) continue;
    const by = firstLine + (stretch.block?.line ?? 0);
    for (const one of some) found.push({ ...one, line: one.line + by });
  }
  return found;
}

/** What a search finds in one stretch; lines of a known block count from its first. */
export function foundIn<T extends Placed>({ tokens, block }: Stretch, search: Search<T>): readonly T[] {
  return block ? inKnown(block, search) : search(tokens);
}

/** Lines count from the first of the block, which may move. */
function inKnown<T extends Placed>(block: ParsedBlock, search: Search<T>): readonly T[] {
  const before = block.found.get(search) as readonly T[] | undefined;
  if (before) return before;
  const found = search(block.tokens).map((one) => ({ ...one, line: one.line - block.line }));
  block.found.set(search, found);
  return found;
}
