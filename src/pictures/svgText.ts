import { type Fonts } from './fonts.js';
import { type Box, union } from './svgBox.js';
import { type TextStyle } from './svgStyle.js';

/** Height of a line above and below the line of writing, in parts of the font's size, as browsers take them of common sans fonts. */
const ascent = 0.93;
const descent = 0.24;

/** A stretch of text of one element. `chunk`: texts that are aligned together (SVG 2 §11.4.2). */
interface Run {
  readonly owners: readonly Element[];
  readonly chunk: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

interface Pen {
  x: number;
  y: number;
  chunk: number;
}

/** Lays out `<text>` with its `<tspan>`s on one line or at the places they state. */
export class TextLayout {
  constructor(
    private readonly fonts: Fonts,
    private readonly styleOf: (element: Element) => TextStyle,
  ) {}

  /** Box of a text or of one of its spans; undefined when it has no characters. */
  box(element: Element): Box | undefined {
    const root = element.closest('text') ?? element;
    const runs = this.runs(root);
    const shift = this.shifts(root, runs);
    const own = runs.filter(({ owners }) => owners.includes(element));
    return union(
      own.map(({ x, y, width, size, chunk }) => ({
        x: x + (shift.get(chunk) ?? 0),
        y: y - ascent * size + this.baseline(root, size),
        width,
        height: (ascent + descent) * size,
      })),
    );
  }

  /** The sum of the advances of all characters (SVG 2 §11.13.1). */
  length(element: Element): number {
    const root = element.closest('text') ?? element;
    return this.runs(root)
      .filter(({ owners }) => owners.includes(element))
      .reduce((sum, { width }) => sum + width, 0);
  }

  private runs(root: Element): Run[] {
    const runs: Run[] = [];
    this.walk(root, [root], { x: 0, y: 0, chunk: 0 }, runs);
    return runs;
  }

  private walk(element: Element, owners: readonly Element[], pen: Pen, runs: Run[]): void {
    const { size, weight } = this.styleOf(element);
    const at = (name: string): number | undefined => lengthOf(element.getAttribute(name), size);
    const x = at('x');
    if (x !== undefined) pen.chunk++;
    pen.x = (x ?? pen.x) + (at('dx') ?? 0);
    pen.y = (at('y') ?? pen.y) + (at('dy') ?? 0);
    for (const node of element.childNodes) {
      if (node.nodeType === 1) {
        const child = node as Element;
        if (child.localName === 'tspan' || child.localName === 'a')
          this.walk(child, [...owners, child], pen, runs);
      } else if (node.nodeType === 3) {
        const text = (node.textContent ?? '').replace(/\s+/g, ' ');
        if (text === '' || (text === ' ' && runs.length === 0)) continue;
        const width = this.fonts.widthOf(text, weight) * size;
        runs.push({ owners, chunk: pen.chunk, x: pen.x, y: pen.y, width, size });
        pen.x += width;
      }
    }
  }

  /** How far each chunk moves for `text-anchor`. */
  private shifts(root: Element, runs: readonly Run[]): ReadonlyMap<number, number> {
    const widths = new Map<number, number>();
    const parts = new Map<number, number>();
    for (const { chunk, width, owners } of runs) {
      const { anchor } = this.styleOf(owners.at(-1) ?? root);
      widths.set(chunk, (widths.get(chunk) ?? 0) + width);
      parts.set(chunk, anchor === 'middle' ? 0.5 : anchor === 'end' ? 1 : 0);
    }
    return new Map([...widths].map(([chunk, width]) => [chunk, -width * (parts.get(chunk) ?? 0)]));
  }

  private baseline(root: Element, size: number): number {
    const { baseline } = this.styleOf(root);
    if (baseline === 'middle' || baseline === 'central') return ((ascent - descent) / 2) * size;
    return baseline === 'hanging' || baseline.includes('before-edge') ? ascent * size : 0;
  }
}

/** A length in px; `em` of the element's own size. The first of a list. */
function lengthOf(text: string | null, size: number): number | undefined {
  const number = Number.parseFloat(text ?? '');
  if (Number.isNaN(number)) return undefined;
  return /^\s*[-+.\de]*\dem/i.test(text ?? '') || /em\b/.test(text ?? '') ? number * size : number;
}
