import { type Token } from 'markdown-it';
import { type HtmlEvent, htmlEvents } from './rawHtmlEvents.js';
import { type BlockFrame, dress, isLanguage, settingOf, withoutAlign } from './rawHtmlFrame.js';
import { blocks, blockTokens, formats, headings, type Kind, single } from './rawHtmlNames.js';
import { type Tree } from './rawHtmlTree.js';
import { type MakeToken } from './rawHtmlText.js';
import { cellAttributes, imageOf, languageOf } from './rawHtmlAttributes.js';

type OpenEvent = Extract<HtmlEvent, { kind: 'open' }>;

/** A link or picture as the mail writes it; absent: not one that may be followed or shown. */
export type Target = (url: string) => string | undefined;

/** Reads raw HTML into a tree: what mail shows becomes tokens, the rest is text as it was typed. */
export class Elements {
  constructor(
    private readonly tree: Tree,
    private readonly make: MakeToken,
    private readonly target: Target,
  ) {}

  /** `line`: on which `source` begins, from 0. */
  read(source: string, line: number): void {
    for (const event of htmlEvents(source)) {
      this.tree.line = line + event.line;
      if (event.kind === 'text') this.text(event.text);
      else if (event.kind === 'open' && isKnown(event.name)) this.open(event);
      else if (event.kind === 'close' && isKnown(event.name)) this.close(event.name);
      else this.show(event.name, event.source);
    }
  }

  private text(text: string): void {
    const lines = text.split('\n');
    lines.forEach((words, index) => {
      if (index > 0) {
        this.tree.leaf(this.make('softbreak', 'br', 0));
        this.tree.line++;
      }
      if (words === '') return;
      const token = this.make('text', '', 0);
      token.content = this.tree.openedPre() ? words : words.replace(/[ \t\r\f]+/g, ' ');
      this.tree.leaf(token);
    });
  }

  /** The source of what mail does not show. `meta.notShown` names it, for a Problem. */
  private show(name: string, source: string): void {
    const token = this.make('text', '', 0);
    token.content = source.replace(/\s+/g, ' ');
    token.meta = { notShown: name };
    this.leaf(token);
  }

  /** Lines are told by `map`: breaks between tags and `br`s make counting them useless. */
  private leaf(token: Token): void {
    token.map = [this.tree.line, this.tree.line + 1];
    this.tree.leaf(token);
  }

  private open(event: OpenEvent): void {
    const type = formats.get(event.name);
    const kind = blocks.get(event.name);
    if (type !== undefined) this.openFormat(event, type);
    else if (kind !== undefined) this.openBlock(event, kind);
    else this.openSingle(event);
  }

  private openSingle({ name, attributes, source }: OpenEvent): void {
    const inHeading = this.tree.block().kind === 'text' && this.tree.block().by === 'markdown';
    if (name === 'br') this.leaf(this.make('hardbreak', 'br', 0));
    else if (name === 'img') {
      const image = imageOf(attributes, this.make, this.target);
      if (image) this.leaf(image);
      else this.show(name, source);
    } else if (name === 'hr' && !inHeading) {
      this.tree.beginBlock();
      this.tree.write(this.mapped(this.make('hr', 'hr', 0)));
    } else if (name === 'pre' && !inHeading) this.tree.openPre(languageOf(attributes));
  }

  private mapped(token: Token): Token {
    token.map = [this.tree.line, this.tree.line + 1];
    return token;
  }

  private openFormat({ name, attributes }: OpenEvent, type: string): void {
    if (name === 'a') this.close('a');
    if (name === 'code') this.tree.openedPre()?.speak(languageOf(attributes));
    if (this.tree.isFull('format')) return;
    const open = this.mapped(this.make(`${type}_open`, type === 'link' ? 'a' : type, 1));
    if (type === 'link') {
      const address = attributes.get('href')?.trim() ?? '';
      const href = address === '' ? undefined : this.target(address);
      const title = attributes.get('title') ?? '';
      open.attrs = [['href', href ?? ''], ...(title === '' ? [] : [['title', title] as [string, string]])];
      this.tree.openFormat({ is: 'format', by: 'html', name, ...(href === undefined ? {} : { open }) });
      return;
    }
    if (type === 'span') open.attrs = spanAttributes(attributes);
    const traceless = type === 'span' && open.attrs?.length === 0;
    this.tree.openFormat({ is: 'format', by: 'html', name, ...(traceless ? {} : { open }) });
  }

  private openBlock(event: OpenEvent, kind: Kind): void {
    const { tree } = this;
    // Markdown's headings are one line: a block in them is the words in it.
    if (tree.block().kind === 'text' && tree.block().by === 'markdown') return;
    if (!this.makePlace(event.name, kind) || tree.isFull('block')) return;
    const { name, attributes } = event;
    const own = settingOf(name, attributes, tree.block().setting);
    const token = kind === 'text' ? 'heading' : blockTokens.get(name);
    const tag = name === 'tfoot' ? 'tbody' : name;
    const open = token === undefined ? undefined : this.mapped(this.make(`${token}_open`, tag, 1));
    const frame: BlockFrame = {
      ...{ is: 'block', by: 'html', name, kind, filled: false },
      setting: keepsAlign(name, kind) ? own : withoutAlign(own),
      ...(open && kind === 'text' ? { textOpen: open } : {}),
      ...(open && kind === 'table' ? { pending: open } : {}),
      ...(token === undefined || kind === 'text' ? {} : { close: this.make(`${token}_close`, tag, -1) }),
    };
    if (open) {
      dress(open, kind === 'table' || kind === 'text' ? own : withoutAlign(own));
      if (name === 'ol') open.attrs = startOf(attributes);
      if (name === 'li' && tree.block().name === 'ol') open.markup = '.';
      if (name === 'td' || name === 'th') cellAttributes(open, attributes, own.align, tree.block().filled);
    }
    tree.openBlock(frame, kind === 'text' || kind === 'table' ? undefined : open);
    if (name === 'summary') {
      tree.openFormat({ is: 'format', by: 'html', name: '', open: this.make('strong_open', 'strong', 1) });
    }
  }

  /** Closes what the element ends, and opens what it needs around it. False: it stands where it means nothing. */
  private makePlace(name: string, kind: Kind): boolean {
    const { tree } = this;
    if (name === 'td' || name === 'th') return this.inTable(['section', 'row']);
    if (kind === 'row') return this.inTable(['section']);
    if (kind === 'section') return this.inTable([]);
    if (name === 'caption') {
      const table = this.tableFrame();
      return table?.pending !== undefined && tree.block() === table;
    }
    if (name === 'li') this.inList('list', 'ul', 'bullet_list', ['li']);
    else if (name === 'dt' || name === 'dd') this.inList('terms', 'dl', 'dl', ['dt', 'dd']);
    else tree.beginBlock();
    return true;
  }

  private tableFrame(): BlockFrame | undefined {
    const frame = this.tree.at(this.tree.find('tr', (open) => open.name === 'table'));
    return frame?.is === 'block' ? frame : undefined;
  }

  /** Goes up to the innermost of `kinds` in the nearest table, or to the table, and opens those that are missing. */
  private inTable(kinds: readonly ('section' | 'row')[]): boolean {
    const { tree } = this;
    const table = this.tableFrame();
    if (!table) return false;
    const deepest = kinds.at(-1);
    const place = tree.find(
      'tr',
      (open) => open.is === 'block' && (open === table || kinds.some((kind) => kind === open.kind)),
    );
    tree.close(place + 1);
    for (let frame = tree.block(); frame.kind !== (deepest ?? 'table'); frame = tree.block()) {
      if (frame.kind === 'table') tree.openPart('tbody', 'section', 'tbody', frame.setting);
      else tree.openPart('tr', 'row', 'tr', frame.setting);
    }
    return true;
  }

  /** Ends the item before, and makes a list where there is none. */
  private inList(kind: 'list' | 'terms', tag: string, token: string, items: readonly string[]): void {
    const { tree } = this;
    const item = tree.find(items[0] ?? '', (open) => items.includes(open.name));
    if (item >= 0) tree.close(item);
    while (tree.block().name === 'p') tree.close(tree.placeOf(tree.block()));
    if (tree.block().kind === kind && tree.block().by === 'html') return;
    tree.beginBlock();
    const close = this.make(`${token}_close`, tag, -1);
    const setting = withoutAlign(tree.block().setting);
    const open = this.mapped(this.make(`${token}_open`, tag, 1));
    const frame = {
      is: 'block',
      by: 'html',
      name: tag,
      kind,
      setting,
      close,
      implied: true,
      filled: false,
    } as const;
    tree.openBlock({ ...frame }, open);
  }

  private close(name: string): void {
    const { tree } = this;
    if (name === 'pre') {
      if (tree.openedPre()) tree.endText();
      return;
    }
    if (single.has(name)) return;
    const place = tree.find(
      name,
      (frame) => frame.name === name || (headings.has(name) && headings.has(frame.name)),
    );
    if (place < 0) return;
    if (tree.at(place)?.is === 'format') tree.closeFormat(place);
    else tree.close(place);
  }
}

function isKnown(name: string): boolean {
  return formats.has(name) || blocks.has(name) || single.has(name);
}

function keepsAlign(name: string, kind: Kind): boolean {
  return (
    kind === 'text' ||
    kind === 'row' ||
    (kind === 'flow' && name !== 'blockquote') ||
    name === 'td' ||
    name === 'th'
  );
}

function startOf(attributes: ReadonlyMap<string, string>): [string, string][] {
  const start = /^\s*(\d{1,9})\s*$/.exec(attributes.get('start') ?? '')?.[1];
  return start === undefined ? [] : [['start', start]];
}

function spanAttributes(attributes: ReadonlyMap<string, string>): [string, string][] {
  const lang = attributes.get('lang') ?? '';
  const dir = attributes.get('dir')?.toLowerCase() ?? '';
  const title = attributes.get('title') ?? '';
  return [
    ...(isLanguage(lang) ? [['lang', lang] as [string, string]] : []),
    ...(dir === 'ltr' || dir === 'rtl' ? [['dir', dir] as [string, string]] : []),
    ...(title === '' ? [] : [['title', title] as [string, string]]),
  ];
}
