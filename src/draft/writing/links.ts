import { type FoundWord } from './attachmentWords.js';
import { type ProseLine } from './prose.js';

export interface BrokenLink extends FoundWord {
  /** What was most likely meant. */
  readonly meant?: string;
}

/** What people type for `https://`: a letter or a sign too few, too many or in the wrong place. */
const misspelt = /^(?:https?|h?t{1,3}ps?|hhtt?ps?|htpps?):\/*(?=[^\s/:])/iu;

/** Targets of links that lead nowhere, as far as their letters tell. Paths are looked at where links are drawn. */
export function brokenLinks({ text, written }: Pick<ProseLine, 'text' | 'written'>): BrokenLink[] {
  if (!written.includes('](')) return [];
  const found: BrokenLink[] = [];
  for (const { 0: whole, 1: target = '', index } of written.matchAll(/\]\(<?([^\s()<>]{1,2000})/gu)) {
    // What is code is blanked in the prose.
    const fault = text[index] === ']' ? faultOf(target) : undefined;
    if (fault) found.push({ text: target, index: index + whole.length - target.length, ...fault });
  }
  return found;
}

function faultOf(target: string): { meant?: string } | undefined {
  if (/^https?:\/\/[^/]/iu.test(target)) return URL.canParse(target) ? undefined : {};
  if (/^https?:\/*$/iu.test(target)) return {};
  const slip = misspelt.exec(target)?.[0];
  if (slip === undefined) return undefined;
  const meant = (/s:/iu.test(slip) ? 'https://' : 'http://') + target.slice(slip.length);
  return URL.canParse(meant) ? { meant } : {};
}
