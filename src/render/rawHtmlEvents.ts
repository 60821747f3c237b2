import { Tokenizer } from 'htmlparser2';

/** What stands in raw HTML. `line` counts the line breaks before it in the source. Comments are no event. */
export type HtmlEvent =
  | {
      readonly kind: 'open';
      readonly name: string;
      /** Names in lower case; the first of two wins. */
      readonly attributes: ReadonlyMap<string, string>;
      readonly source: string;
      readonly line: number;
    }
  | { readonly kind: 'close'; readonly name: string; readonly source: string; readonly line: number }
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  /** A declaration, an instruction, or a tag or comment without an end. */
  | { readonly kind: 'foreign'; readonly name: string; readonly source: string; readonly line: number };

/** Tokenises as the HTML standard does (§13.2.5), in linear time. What is cut off at the end is kept as `foreign`. */
export function htmlEvents(source: string): HtmlEvent[] {
  const reader = new EventReader(source);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(source);
  tokenizer.end();
  return reader.events;
}

class EventReader {
  readonly events: HtmlEvent[] = [];
  /** Where the text, tag or comment begins that is being read: where the one before ended. */
  private from = 0;
  private line = 0;
  private counted = 0;
  private name = '';
  private attributes = new Map<string, string>();
  private attribute = '';
  private value = '';

  constructor(private readonly source: string) {}

  ontext(start: number, end: number): void {
    if (start < this.from) return;
    // What the tokenizer passed over (`</>`, the `<` of a `<script` without an end) was typed all the same.
    this.addText(this.source.slice(this.from, end), this.from);
    this.from = end;
  }

  ontextentity(codepoint: number, end: number): void {
    this.emptyEndTags();
    this.addText(character(codepoint), this.from);
    this.from = end;
  }

  onopentagname(start: number, end: number): void {
    this.emptyEndTags();
    this.name = this.source.slice(start, end).toLowerCase();
    this.attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.source.slice(start, end).toLowerCase();
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    this.value += this.source.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    this.value += character(codepoint);
  }

  onattribend(): void {
    if (!this.attributes.has(this.attribute)) this.attributes.set(this.attribute, this.value);
  }

  onopentagend(end: number): void {
    const line = this.lineAt(this.from);
    const { name, attributes } = this;
    this.events.push({ kind: 'open', name, attributes, source: this.upTo(end + 1), line });
  }

  onselfclosingtag(end: number): void {
    this.onopentagend(end);
  }

  onclosetag(start: number, end: number): void {
    this.emptyEndTags();
    const name = this.source.slice(start, end).toLowerCase();
    const line = this.lineAt(this.from);
    const close = this.source.indexOf('>', end);
    // The tokenizer passes over all that follows a tag that is cut off, and calls its last character a text.
    if (close < 0) this.foreign(this.source.length);
    else this.events.push({ kind: 'close', name, source: this.upTo(close + 1), line });
  }

  oncomment(_start: number, end: number): void {
    this.comment(end);
  }

  oncdata(_start: number, end: number): void {
    this.comment(end);
  }

  ondeclaration(_start: number, end: number): void {
    this.emptyEndTags();
    this.foreign(end + 1);
  }

  onprocessinginstruction(_start: number, end: number): void {
    this.emptyEndTags();
    this.foreign(end + 1);
  }

  /** A tag that is cut off has had no event. */
  onend(): void {
    if (this.from < this.source.length) this.foreign(this.source.length);
  }

  /** Bogus comments (`<?php ?>`, `<!x>`) and those without an end would swallow what the writer typed. */
  private comment(end: number): void {
    this.emptyEndTags();
    const ended = this.source.startsWith('<!--', this.from) && end < this.source.length;
    if (ended) this.from = end + 1;
    else this.foreign(Math.min(end + 1, this.source.length));
  }

  /** The tokenizer passes over `</>` without a word (§13.2.5.7). What was typed is text. */
  private emptyEndTags(): void {
    while (this.source.startsWith('</>', this.from)) {
      this.addText('</>', this.from);
      this.from += 3;
    }
  }

  private foreign(end: number): void {
    const line = this.lineAt(this.from);
    const source = this.upTo(end);
    const [, name] = /^<\/?([!?]?[a-z-][a-z0-9-]*|[!?])/i.exec(source.slice(0, 60)) ?? [];
    this.events.push(
      name === undefined
        ? { kind: 'text', text: source, line }
        : { kind: 'foreign', name: name.toLowerCase(), source, line },
    );
  }

  private upTo(end: number): string {
    const text = this.source.slice(this.from, end);
    this.from = end;
    return text;
  }

  private addText(text: string, at: number): void {
    this.events.push({ kind: 'text', text, line: this.lineAt(at) });
  }

  /** Line breaks are counted once, from where the last count ended. */
  private lineAt(position: number): number {
    for (; this.counted < position; this.counted++) {
      if (this.source.charCodeAt(this.counted) === 10) this.line++;
    }
    return this.line;
  }
}

/** `&#7;` may not bring in what the text itself may not hold. */
function character(codepoint: number): string {
  const control = codepoint < 32 || (codepoint >= 127 && codepoint < 160);
  const blank = codepoint === 9 || codepoint === 10 || codepoint === 13;
  return control && !blank ? '\ufffd' : String.fromCodePoint(codepoint);
}
