import { parseHTML } from 'linkedom';
import { type Fonts } from './fonts.js';
import { type Box, boxOf, identity, type Matrix, matrixOf, times, transformed } from './svgBox.js';
import { pointsOfPath, type Point } from './svgOutline.js';
import { TextStyles } from './svgStyle.js';
import { TextLayout } from './svgText.js';

const nothing: Box = { x: 0, y: 0, width: 0, height: 0 };

/** A style sheet as far as Mermaid needs one: rules in order, kept as text. */
class PlainStyleSheet {
  readonly cssRules: { readonly cssText: string }[] = [];

  insertRule(text: string, index = 0): number {
    this.cssRules.splice(index, 0, { cssText: text });
    return index;
  }
}

/** What Mermaid asks of a browser: a document, and the sizes of what it has drawn. */
export class DiagramDocument {
  private text: TextLayout | undefined;
  private readonly styles: TextStyles;
  readonly document: Document;

  constructor() {
    const { window, document } = parseHTML('<!doctype html><html><head></head><body></body></html>');
    this.document = document;
    this.styles = new TextStyles(document);
    this.measure(window.SVGElement.prototype, window.HTMLElement.prototype);
    const { style } = window.HTMLElement.prototype;
    void style;
    Object.assign(globalThis, { window, document, CSSStyleSheet: PlainStyleSheet });
  }

  /** From now on texts are measured by these fonts. */
  use(fonts: Fonts): void {
    this.text = new TextLayout(fonts, (element) => this.styles.of(element));
  }

  private measure(...prototypes: object[]): void {
    const { box, onPage, lengthOf, outline } = this;
    for (const prototype of prototypes) {
      Object.assign(prototype, {
        getBBox(this: Element) {
          return box(this);
        },
        getBoundingClientRect(this: Element) {
          return onPage(this);
        },
        getComputedTextLength(this: Element) {
          return lengthOf(this);
        },
        getTotalLength(this: Element) {
          return distances(outline(this)).at(-1) ?? 0;
        },
        getPointAtLength(this: Element, distance: number) {
          return pointAt(outline(this), distance);
        },
      });
    }
  }

  private readonly box = (element: Element): Box =>
    boxOf(element, (text) => this.text?.box(text)) ?? nothing;

  private readonly lengthOf = (element: Element): number => this.text?.length(element) ?? 0;

  private readonly outline = (element: Element): Point[] => pointsOfPath(element.getAttribute('d') ?? '');

  private readonly onPage = (element: Element): Box & { left: number; top: number; right: number; bottom: number } => {
    let matrix: Matrix = identity;
    for (let at: Element | null = element; at && at.localName !== 'svg'; at = at.parentElement)
      matrix = times(matrixOf(at), matrix);
    const box = transformed(this.box(element), matrix);
    return { ...box, left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
  };
}

function distances(points: readonly Point[]): number[] {
  let sum = 0;
  return points.map(({ x, y }, index) => {
    const before = points[index - 1] ?? { x, y };
    return (sum += Math.hypot(x - before.x, y - before.y));
  });
}

function pointAt(points: readonly Point[], distance: number): Point {
  const along = distances(points);
  const index = Math.max(1, along.findIndex((sum) => sum >= distance));
  const [from, to] = [points[index - 1] ?? { x: 0, y: 0 }, points[index] ?? points.at(-1) ?? { x: 0, y: 0 }];
  const start = along[index - 1] ?? 0;
  const part = Math.min(1, Math.max(0, (distance - start) / ((along[index] ?? start) - start || 1)));
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
