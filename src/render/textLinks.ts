import { isLinkTarget } from './links.js';

/**
 * How a text shows where links lead: `beside` them as `text <url>`; or `below`, as `text [3]` with `[3] url` after the
 * text. Footnotes have the first numbers, the same as in the HTML, and links the next: no number means two things.
 */
export type LinkStyle = 'below' | 'beside';

/** The numbers of a mail's links: the same address, the same number. */
export class TextLinks {
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly style: LinkStyle,
    private readonly notes: number,
  ) {}

  /** What follows the words of a link; nothing if they say it already, or if nobody can follow it. */
  after(href: string, text: string): string {
    if (!isLinkTarget(href)) return '';
    const [, scheme, address = ''] = /^(mailto|tel):([^?]*)/i.exec(href) ?? [];
    const words = text.trim();
    if (words === '') return href;
    const same = words === href || words === address || href === `http://${words}` || isWritten(href, words);
    if (same) return '';
    if (scheme !== undefined) return ` <${decoded(address)}>`;
    return this.style === 'beside' ? ` <${href}>` : ` [${this.numberOf(href)}]`;
  }

  /** The list of addresses, for the end. */
  list(): string[] {
    return [...this.numbers].map(([href, number]) => `[${number}] ${href}`);
  }

  private numberOf(href: string): number {
    const number = this.numbers.get(href) ?? this.notes + this.numbers.size + 1;
    this.numbers.set(href, number);
    return number;
  }
}

/** A bare address is percent-encoded as a target, and stands in the text as it was typed. */
function isWritten(href: string, words: string): boolean {
  return words.length >= 8 && decoded(href) === words;
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
