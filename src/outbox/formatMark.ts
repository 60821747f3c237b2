import { type MessageContent } from '../graph/mailbox.js';
import { ownHtml, sha256 } from './contentMark.js';
import { type ContentMark } from './ledger.js';
import { type MarkupPart, markupParts, visible, withoutEntities } from './markup.js';

/**
 * A hash of how words are set: bold, italic, underlined, struck out, raised, lowered, as a heading, as a link and whither.
 * Mail programs write the same look in other tags, split them and nest them anew, so each run of letters counts, not
 * the tags around it. It is compared with what the mailbox itself gave back after a write, never with what was sent:
 * nobody knows all that Exchange leaves out.
 */
export type FormatMark = string;

/** `like`: the mark of its words, which says whether it is an answer, whose history is left out. */
export function formatOfMessage({ html }: MessageContent, like: ContentMark): FormatMark {
  return sha256(JSON.stringify(runsOf(like.startsWith('answer-') ? ownHtml(html) : html)));
}

const effects: Readonly<Record<string, string>> = {
  ...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underlined', ins: 'underlined' },
  ...{ s: 'struck', strike: 'struck', del: 'struck', sup: 'raised', sub: 'lowered', th: 'head' },
};

/** Where each look begins, counted in visible letters. */
function runsOf(html: string): readonly (readonly [at: number, look: string])[] {
  const page = new Looks();
  const runs: [number, string][] = [];
  let letters = 0;
  let before = '';
  for (const part of markupParts(html)) {
    if (part.kind === 'tag') page.take(part);
    const { length } = part.kind === 'text' ? visible(part.source) : '';
    if (length === 0) continue;
    const look = page.look();
    if (look !== before) runs.push([letters, look]);
    before = look;
    letters += length;
  }
  return runs;
}

/** The elements that are open. Pages of mail programs close what they did not open, so nothing is made of that. */
class Looks {
  private readonly open = new Map<string, number>();
  private readonly links: string[] = [];

  take({ source }: MarkupPart): void {
    const [, slash, tag = ''] = /^<(\/?)([a-z][a-z0-9]*)(?![^\s/>])/iu.exec(source) ?? [];
    const name = tag.toLowerCase();
    if (name === 'a' && slash) this.links.pop();
    else if (name === 'a') this.links.push(targetOf(source));
    const effect = effects[name] ?? (/^h[1-6]$/u.test(name) ? name : undefined);
    if (effect === undefined) return;
    const count = (this.open.get(effect) ?? 0) + (slash ? -1 : 1);
    this.open.set(effect, Math.max(0, count));
  }

  /** Outlook for Windows writes out what is bold or underlined by nature: headings, heads of tables, links. */
  look(): string {
    const on = [...this.open].filter(([, count]) => count > 0).map(([effect]) => effect);
    const isHead = on.some((effect) => /^h(?:[1-6]|ead)$/u.test(effect));
    const link = this.links.at(-1) ?? '';
    const seen = on.filter(
      (effect) =>
        effect !== 'head' && !(isHead && effect === 'bold') && !(link !== '' && effect === 'underlined'),
    );
    return [...seen.sort(), link].join(' ').trim();
  }
}

function targetOf(tag: string): string {
  const [, quoted, single, bare] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/iu.exec(tag) ?? [];
  const target = withoutEntities(quoted ?? single ?? bare ?? '').trim();
  return URL.canParse(target) ? new URL(target).href : target;
}
