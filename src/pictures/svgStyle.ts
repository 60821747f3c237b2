import { type Weight } from './fonts.js';

/** What decides on the size of a text. `size` in CSS pixels. */
export interface TextStyle {
  readonly size: number;
  readonly weight: Weight;
  readonly anchor: string;
  readonly baseline: string;
}

interface Rule {
  readonly selector: string;
  readonly values: ReadonlyMap<string, string>;
}

const properties = ['font-size', 'font-weight', 'text-anchor', 'dominant-baseline'] as const;
const initial: TextStyle = { size: 16, weight: 400, anchor: 'start', baseline: 'auto' };

/** Styles of text elements: style attribute over style sheet over attribute, else the parent's. Later rules win; Mermaid writes them so. */
export class TextStyles {
  private sheet = '';
  private rules: readonly Rule[] = [];

  constructor(private readonly document: Document) {}

  of(element: Element | null): TextStyle {
    if (!element || element.localName === 'body') return initial;
    const outer = this.of(element.parentElement);
    const own = this.declared(element);
    return {
      size: sizeOf(own.get('font-size'), outer.size),
      weight: weightOf(own.get('font-weight'), outer.weight),
      anchor: own.get('text-anchor') ?? outer.anchor,
      baseline: own.get('dominant-baseline') ?? outer.baseline,
    };
  }

  private declared(element: Element): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    for (const name of properties) {
      const value = element.getAttribute(name);
      if (value !== null) values.set(name, value);
    }
    for (const rule of this.current()) {
      if (matches(element, rule.selector)) rule.values.forEach((value, name) => values.set(name, value));
    }
    declarations(element.getAttribute('style') ?? '').forEach((value, name) => values.set(name, value));
    return values;
  }

  /** The rules of the style sheet that the drawing holds now. */
  private current(): readonly Rule[] {
    // Mermaid writes one sheet, at the beginning, before it measures; looking for more takes as long as the drawing is large.
    const text = this.document.querySelector('svg > style')?.textContent ?? '';
    if (text !== this.sheet) {
      this.sheet = text;
      this.rules = [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) => {
        const values = declarations(body);
        return values.size === 0 ? [] : [{ selector: selector.trim(), values }];
      });
    }
    return this.rules;
  }
}

function matches(element: Element, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    // A selector that cannot be read selects nothing (CSS Syntax 3 §9).
    return false;
  }
}

function declarations(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.split(';')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, colon).trim();
    if ((properties as readonly string[]).includes(name))
      values.set(
        name,
        part
          .slice(colon + 1)
          .replace('!important', '')
          .trim(),
      );
  }
  return values;
}

function sizeOf(text: string | undefined, outer: number): number {
  const number = Number.parseFloat(text ?? '');
  if (Number.isNaN(number) || number < 0) return outer;
  if (/rem$/.test(text ?? '')) return number * initial.size;
  if (/em$/.test(text ?? '')) return number * outer;
  if (/%$/.test(text ?? '')) return (number / 100) * outer;
  return /pt$/.test(text ?? '') ? (number * 4) / 3 : number;
}

function weightOf(text: string | undefined, outer: Weight): Weight {
  if (text === undefined || text === 'inherit') return outer;
  return text === 'bold' || text === 'bolder' || Number(text) >= 600 ? 700 : 400;
}
