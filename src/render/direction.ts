import { type Token } from 'markdown-it';
import { foundIn, type Search, type Stretch } from './byBlock.js';

export type Direction = 'ltr' | 'rtl';

/** Letters of class R or AL (UAX #9) by script, and the two marks that stand for such a letter. */
const rightToLeft =
  /^[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\u200f\u061c]/u;
const strong = /[\p{L}\u200e\u200f\u061c]/u;

/** The direction of the first strong character (UAX #9, rules P2 and P3). Absent: the text has none, as `12:30`. */
export function directionOf(text: string): Direction | undefined {
  const letter = strong.exec(text);
  if (!letter) return undefined;
  return rightToLeft.test(letter[0]) ? 'rtl' : 'ltr';
}

/**
 * The same for the inline tokens of a block; code, bare addresses and the word at the head of an alert say nothing about
 * the language around them.
 */
export function directionOfInline(inline: Token | undefined): Direction | undefined {
  let bare = false;
  for (const child of inline?.children ?? []) {
    if (child.type === 'link_open') bare = child.info === 'auto';
    else if (child.type === 'link_close') bare = false;
    else if (child.type === 'text' && !bare && child.meta?.['alert'] === undefined) {
      const direction = directionOf(child.content);
      if (direction) return direction;
    }
  }
  return undefined;
}

/** How far a list or quote looks for the text that decides its direction. */
const lookAhead = 12;

/** The direction of the first text inside the list, item, quote or table that opens at `index`. */
export function directionAhead(tokens: readonly Token[], index: number): Direction | undefined {
  let depth = 1;
  for (let at = index + 1; at < index + lookAhead && depth > 0; at++) {
    const direction = directionOfInline(tokens[at]);
    if (direction) return direction;
    depth += tokens[at]?.nesting ?? 0;
  }
  return undefined;
}

/** The direction in which most of a mail's text runs. */
export function directionOfMail(stretches: readonly Stretch[]): Direction {
  let all = 0;
  for (const stretch of stretches) all += foundIn(stretch, balance)[0]?.units ?? 0;
  return all > 0 ? 'rtl' : 'ltr';
}

/** How much more text runs from the right than from the left, in UTF-16 units. */
const balance: Search<{ readonly units: number; readonly line: number }> = (tokens) => {
  let units = 0;
  for (const token of tokens) {
    if (token.type !== 'inline') continue;
    const direction = directionOfInline(token);
    if (direction) units += direction === 'rtl' ? token.content.length : -token.content.length;
  }
  return [{ units, line: 0 }];
};
