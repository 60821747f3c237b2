import { type FoundWord } from './attachmentWords.js';

/**
 * What a writer leaves to be filled in: `TODO` and the like in capitals, `{{name}}`, `[insert date]`, `<<name>>`.
 * Marks of a task (`[ ]`), links and references in brackets are none.
 */
const placeholder =
  /(?<![\p{L}\p{N}_])(?:TODO|FIXME|TBD|TBC|XXX+)(?![\p{L}\p{N}_])|\{\{[^{}\n]{0,80}\}\}|<<[^<>\n]{1,80}>>|\[(?:insert|your|enter|add|name of|recipient|einfügen|ihr(?:e[nmrs]?)? |dein(?:e[nmrs]?)? )[^\]\n[]{0,60}\](?![(:[])/giu;

/** Capitals alone: `todo` and `tbd` are words that people write. */
const letters = /^[a-z]+$/iu;

export function placeholdersIn(line: string): FoundWord[] {
  if (!/TODO|FIXME|TB[DC]|XXX|\{\{|<<|\[/u.test(line)) return [];
  return [...line.matchAll(placeholder)]
    .filter(([text]) => !letters.test(text) || text === text.toUpperCase())
    .map((found) => ({ text: found[0], index: found.index }));
}
