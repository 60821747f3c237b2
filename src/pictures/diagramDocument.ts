import { parseHTML } from 'linkedom';
import { type Fonts } from './fonts.js';
import { finishedDrawing, type FinishedDrawing } from './finishedDrawing.js';
import { PlainStyleSheet } from './plainStyleSheet.js';
import { type Box, boxOf, identity, type Matrix, matrixOf, times, transformed } from './svgBox.js';
import { lengthOfLine, type Point, pointAt, pointsOfPath } from './svgOutline.js';
import { TextStyles } from './svgStyle.js';
import { TextLayout } from './svgText.js';

const nothing: Box = { x: 0, y: 0, width: 0, height: 0 };
const screenSize = { width: 1200, height: 800 };

/** Takes every call and draws nothing: layouts of mind maps and architectures ask for a canvas that nobody sees. */
const noCanvas: unknown = new Proxy(() => noCanvas, {
  get: (_target, name) => (name === 'width' ? 0 : name === Symbol.toPrimitive ? () => 0 : noCanvas),
  set: () => true,
});

/** What Mermaid asks of a browser: a document, and the sizes of what it has drawn. There is one, in the worker's globals. */
export class DiagramDocument {
  private readonly styles: TextStyles;
  private text: TextLayout | undefined;
  private atWork = false;

  constructor() {
    const { window, document } = parseHTML('<!doctype html><html><head></head><body></body></html>');
    this.styles = new TextStyles(document);
    const { SVGElement, HTMLElement, HTMLCanvasElement } = window;
    for (const prototype of [SVGElement.prototype, HTMLElement.prototype])
      Object.assign(prototype, this.measures());
    const { width, height } = screenSize;
    Object.assign(HTMLElement.prototype, { clientWidth: width, clientHeight: height });
    Object.assign(HTMLCanvasElement.prototype, { getContext: () => noCanvas });
    // Layouts go on asking for frames when the drawing is long done.
    const requestAnimationFrame = (callback: () => void): void => {
      if (this.atWork) setImmediate(callback);
    };
    Object.assign(window, {
      requestAnimationFrame,
      getComputedStyle: (element: Element) => this.computed(element),
    });
    const screen = { availWidth: width, availHeight: height };
    Object.assign(globalThis, {
      window,
      document,
      screen,
      requestAnimationFrame,
      CSSStyleSheet: PlainStyleSheet,
    });
  }

  /** Runs `draw` with texts measured by `fonts` and with chance that is the same each time: the same source, the same picture. */
  async drawing<T>(fonts: Fonts, draw: () => Promise<T>): Promise<T> {
    this.text = new TextLayout(fonts, (element) => this.styles.of(element));
    const { random } = Math;
    Math.random = seeded(1);
    this.atWork = true;
    try {
      return await draw();
    } finally {
      this.atWork = false;
      Math.random = random;
    }
  }

  /** The drawing that Mermaid wrote, as the rasterizer takes it. */
  finished(svg: string, fonts: Fonts): FinishedDrawing {
    const text = new TextLayout(fonts, (element) => this.styles.of(element));
    return finishedDrawing(svg, (element) => text.box(element));
  }

  private measures(): object {
    const box = (element: Element): Box => boxOf(element, (text) => this.text?.box(text)) ?? nothing;
    const length = (element: Element): number => this.text?.length(element) ?? 0;
    const outline = (element: Element): Point[] => pointsOfPath(element.getAttribute('d') ?? '');
    return {
      getBBox(this: Element) {
        return box(this);
      },
      getBoundingClientRect(this: Element) {
        return onPage(this, box(this));
      },
      getComputedTextLength(this: Element) {
        return length(this);
      },
      getTotalLength(this: Element) {
        return lengthOfLine(outline(this));
      },
      getPointAtLength(this: Element, distance: number) {
        return pointAt(outline(this), distance);
      },
    };
  }

  private computed(element: Element): object {
    const { size, weight, anchor } = this.styles.of(element);
    const values: Readonly<Record<string, string>> = {
      'font-size': `${size}px`,
      'font-weight': String(weight),
      'text-anchor': anchor,
    };
    return {
      fontSize: `${size}px`,
      textAnchor: anchor,
      getPropertyValue: (name: string) => values[name] ?? (name.startsWith('padding') ? '0px' : ''),
    };
  }
}

function onPage(
  element: Element,
  own: Box,
): Box & { left: number; top: number; right: number; bottom: number } {
  let matrix: Matrix = identity;
  for (let at: Element | null = element; at && at.localName !== 'svg'; at = at.parentElement)
    matrix = times(matrixOf(at), matrix);
  const box = transformed(own, matrix);
  return { ...box, left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

/** Numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
