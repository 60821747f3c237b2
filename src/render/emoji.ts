import { type Token } from 'markdown-it';
import names from 'markdown-it-emoji/lib/data/full.mjs';

const characters: ReadonlyMap<string, string> = new Map(Object.entries(names));
const shortName = /:([a-z0-9_+-]+)(?=:)/gi;

/** In place of an escaped colon until short names were looked for: no text has it (see `printable`). */
const escapedColon = '\u0001';

/** False: {@link showEmoji} finds nothing in this Markdown. */
export function mayHoldEmoji(markdown: string): boolean {
  return /:[a-z0-9_+-]+:/i.test(markdown);
}

/** `\:tada:` is a text, not 🎉. Call it while escapes are tokens of their own, and {@link showEmoji} later. */
export function keepEscapedColons(tokens: readonly Token[]): void {
  for (const token of tokens) {
    if (token.type === 'text_special' && token.content === ':') token.content = escapedColon;
    if (token.children) keepEscapedColons(token.children);
  }
}

/**
 * GitHub's short names as the characters, `:tada:` as 🎉. Not in code, not in bare addresses, and not where a letter or
 * digit touches them: `10:100:45` is a time, `user:key:7` a key.
 */
export function showEmoji(tokens: readonly Token[]): void {
  for (const { type, children } of tokens) if (type === 'inline' && children) showIn(children);
  restoreColons(tokens);
}

function restoreColons(tokens: readonly Token[]): void {
  for (const token of tokens) {
    token.content = token.content.replaceAll(escapedColon, ':');
    // Raw HTML may have made an attribute of it.
    for (const pair of token.attrs ?? [])
      if (String(pair[1]).includes(escapedColon)) pair[1] = String(pair[1]).replaceAll(escapedColon, ':');
    if (token.children) restoreColons(token.children);
  }
}

function showIn(children: readonly Token[]): void {
  let literal = 0;
  for (const token of children) {
    if (token.type === 'code_open' || (token.type === 'link_open' && token.info === 'auto')) literal++;
    else if (literal > 0 && (token.type === 'code_close' || token.type === 'link_close')) literal--;
    else if (literal === 0 && token.type === 'text' && token.meta === null)
      token.content = withEmoji(token.content);
    else if (token.type === 'image' && token.children) showIn(token.children);
  }
}

function withEmoji(text: string): string {
  if (!text.includes(':')) return text;
  let shown = '';
  let from = 0;
  for (const { index, 0: opened, 1: name = '' } of text.matchAll(shortName)) {
    const character = characters.get(name.toLowerCase());
    const end = index + opened.length + 1;
    if (character === undefined || index < from) continue;
    const touched = /[a-z0-9]/i.test(`${text.charAt(index - 1)}${text.charAt(end)}`);
    if (touched) continue;
    shown += text.slice(from, index) + character;
    from = end;
  }
  return shown + text.slice(from);
}
