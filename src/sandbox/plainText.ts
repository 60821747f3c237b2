import { decodeReferences, htmlAttributes, htmlTokens } from './htmlTokens.js';

const ownLine = new Set([
  'address', 'article', 'aside', 'center', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'footer', 'header',
  'li', 'main', 'nav', 'section', 'tr', 'table', 'tbody', 'thead', 'caption',
]); // prettier-ignore
const ownParagraph = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'blockquote', 'pre']);
const unseen = new Set(['head', 'style', 'script', 'title', 'iframe', 'noscript', 'template']);

/** Collects words into lines the way a reader of plain text expects them. */
class PlainWriter {
  #text = '';
  #pre = 0;
  #hidden = 0;
  /** For each open list: the next number, or 0 when its items have bullets. */
  readonly #lists: number[] = [];
  #href: { target: string; from: number } | undefined;

  text(source: string): void {
    if (this.#hidden > 0) return;
    const decoded = decodeReferences(source);
    if (this.#pre > 0) {
      this.#text += decoded.replace(/\r\n?/g, '\n');
      return;
    }
    const words = decoded.replace(/[ \t\r\n]+/g, ' ');
    this.#text += /(^|[\s])$/.test(this.#text) ? words.replace(/^ /, '') : words;
  }

  open(name: string, attributes: string): void {
    if (unseen.has(name)) this.#hidden += 1;
    if (this.#hidden > 0) return;
    this.#breakFor(name);
    if (name === 'br') this.#text = this.#text.replace(/ $/, '') + '\n';
    else if (name === 'hr') this.#text += '________________________________\n';
    else if (name === 'pre') this.#pre += 1;
    else if (name === 'ul') this.#lists.push(0);
    else if (name === 'ol') this.#lists.push(Number(valueOf(attributes, 'start') ?? 1) || 1);
    else if (name === 'li') this.#text += this.#marker();
    else if (name === 'img') this.text(`[${valueOf(attributes, 'alt') ?? 'image'}]`);
    else if (name === 'a')
      this.#href = { target: valueOf(attributes, 'href') ?? '', from: this.#text.length };
  }

  close(name: string): void {
    if (unseen.has(name)) this.#hidden = Math.max(0, this.#hidden - 1);
    if (this.#hidden > 0) return;
    if (name === 'a') this.#endLink();
    if (name === 'pre') this.#pre = Math.max(0, this.#pre - 1);
    if (name === 'ul' || name === 'ol') this.#lists.pop();
    if (name === 'td' || name === 'th') this.#text += '\t';
    this.#breakFor(name);
  }

  get result(): string {
    return this.#text
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+/, '')
      .trimEnd();
  }

  #breakFor(name: string): void {
    if (ownParagraph.has(name)) this.#endLines(this.#lists.length > 1 ? 1 : 2);
    else if (ownLine.has(name) || name === 'hr') this.#endLines(1);
  }

  #endLines(count: number): void {
    this.#text = this.#text.replace(/[ \t]+$/, '');
    if (this.#text === '' || this.#text.endsWith('  * ')) return;
    const present = /\n*$/.exec(this.#text)?.[0].length ?? 0;
    this.#text += '\n'.repeat(Math.max(0, count - present));
  }

  #marker(): string {
    const indent = '  '.repeat(Math.max(1, this.#lists.length));
    const number = this.#lists.at(-1) ?? 0;
    if (number === 0) return `${indent}* `;
    this.#lists[this.#lists.length - 1] = number + 1;
    return `${indent}${number}. `;
  }

  #endLink(): void {
    const link = this.#href;
    this.#href = undefined;
    if (!link || !/^(https?|mailto):/i.test(link.target)) return;
    const shown = this.#text.slice(link.from).trim();
    if (shown !== link.target && `mailto:${shown}` !== link.target) this.#text += `<${link.target}>`;
  }
}

/** The plain text that Exchange would put beside HTML: blocks on lines of their own, lists marked, links in `<>`. LF line ends. */
export function plainTextOf(html: string): string {
  const writer = new PlainWriter();
  for (const token of htmlTokens(html)) {
    if (token.kind === 'text') writer.text(token.source);
    else if (token.kind === 'open') writer.open(token.name, token.attributes);
    else if (token.kind === 'close') writer.close(token.name);
  }
  return writer.result;
}

/** `bodyPreview` of Graph: the first 255 characters of the text. */
export function previewOf(text: string): string {
  return [...text].slice(0, 255).join('');
}

function valueOf(attributes: string, name: string): string | undefined {
  const value = htmlAttributes(attributes).find(([each]) => each === name)?.[1];
  return value === undefined ? undefined : decodeReferences(value);
}
