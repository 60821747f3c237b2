import { type CssNode, type Declaration, type Rule } from 'css-tree';
import parse from 'css-tree/parser';
import { type Overrides } from '../look.js';
import { merged, type Style } from '../style.js';
import { type Part } from '../themes/theme.js';
import { ruleFor } from './properties.js';
import { partsOf } from './selectors.js';

/** Something in a style sheet that a mail can't have; `line` counts from 1, as editors show it. */
export interface LeftOut {
  readonly kind: 'selector' | 'property' | 'value' | 'rule';
  readonly name: string;
  readonly line: number;
}

export interface StyleSheet {
  readonly overrides: Overrides;
  readonly leftOut: readonly LeftOut[];
  /** Lines, from 1, that are no CSS. */
  readonly unreadable: readonly number[];
}

/**
 * A style sheet reduced to what mail allows: elements, a short list of properties, colours as hex, lengths in px, pt
 * and em. Nothing that it names is fetched. Later declarations win, whatever their selectors.
 */
export function readStyleSheet(text: string): StyleSheet {
  // A byte order mark is no part of the first selector.
  return new Reader(text.replace(/^\ufeff/, '')).read();
}

class Reader {
  private readonly styles = new Map<Part, Style>();
  private readonly leftOut: LeftOut[] = [];
  private readonly unreadable: number[] = [];

  constructor(private readonly text: string) {}

  read(): StyleSheet {
    const sheet = parse(this.text, { positions: true });
    if (sheet.type === 'StyleSheet') sheet.children.toArray().forEach((node) => this.statement(node));
    const overrides: Overrides = Object.fromEntries(this.styles);
    return { overrides, leftOut: this.leftOut, unreadable: [...new Set(this.unreadable)] };
  }

  private statement(node: CssNode): void {
    if (node.type === 'Rule') this.rule(node);
    else if (node.type === 'Atrule') this.leave('rule', `@${node.name}`, node);
    else if (node.type === 'Raw') this.unreadable.push(lineOf(node));
  }

  private rule({ prelude, block }: Rule): void {
    if (prelude.type === 'Raw') {
      this.unreadable.push(lineOf(prelude));
      return;
    }
    const reached: Part[] = [];
    for (const selector of prelude.children.toArray()) {
      const parts = partsOf(selector);
      if (parts) reached.push(...parts);
      else this.leave('selector', this.written(selector), selector);
    }
    for (const node of block.children.toArray()) {
      if (node.type === 'Declaration') this.declaration(node, reached);
      else if (node.type === 'Raw') this.unreadable.push(lineOf(node));
      else this.statement(node);
    }
  }

  private declaration(node: Declaration, parts: readonly Part[]): void {
    if (parts.length === 0) return;
    const property = node.property.toLowerCase();
    const values = node.value.type === 'Value' ? node.value.children.toArray() : [];
    const readings = parts.map((part) => [part, ruleFor(property, part)] as const);
    const possible = readings.flatMap(([part, read]) => (typeof read === 'string' ? [] : [{ part, read }]));
    if (possible.length === 0) {
      this.leave('property', property, node);
      return;
    }
    for (const { part, read } of possible) {
      const style = read(values, property);
      if (style === undefined) {
        this.leave('value', `${property}: ${this.written(node.value)}`, node);
        return;
      }
      const target = property === 'color' && part === 'codeText' ? 'codeCell' : part;
      const own = part === 'quote' ? barOf(style) : style;
      this.styles.set(target, merged(this.styles.get(target), own));
    }
  }

  private written({ loc }: CssNode): string {
    return loc ? this.text.slice(loc.start.offset, loc.end.offset).replace(/\s+/g, ' ').trim() : '';
  }

  private leave(kind: LeftOut['kind'], name: string, node: CssNode): void {
    this.leftOut.push({ kind, name: name.slice(0, 60), line: lineOf(node) });
  }
}

/** The border of a quote is a bar beside it, since Word draws none on a quote. */
function barOf(style: Style): Style {
  const border = style['border'] ?? style['border-left'];
  if (border !== undefined) {
    const [width = '0', , colour] = border.split(' ');
    return { 'border-left-width': width, ...(colour === undefined ? {} : { 'border-left-color': colour }) };
  }
  return Object.fromEntries(
    Object.entries(style).map(([property, value]) => [
      property.replace(/^border-(?=color|width)/, 'border-left-'),
      value,
    ]),
  );
}

function lineOf(node: CssNode): number {
  return node.loc?.start.line ?? 1;
}
