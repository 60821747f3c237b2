import { DOMParser } from 'linkedom';
import { type TextBox } from './svgBox.js';
import { inlineStyles } from './svgInline.js';

/** An SVG whose size is stated. In CSS pixels; 0 when it has none. */
export interface FinishedDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Half the least width of a label, of which Mermaid moves every shorter one to the left. */
const leastHalf = 60;

/** What Mermaid drew, as the rasterizer takes it: styles at the elements, a size, and nothing that depends on the day. */
export function finishedDrawing(text: string, textBox: TextBox): FinishedDrawing {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement as unknown as Element;
  root.removeAttribute('style');
  inlineStyles(root);
  // The line of today in a Gantt chart would be another one at each look.
  for (const today of root.querySelectorAll('.today')) today.remove();
  for (const label of root.querySelectorAll('g.label')) center(label, textBox);
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  return { svg: root.outerHTML, width: positive(width), height: positive(height) };
}

/** Mermaid 12 counts a label as 120 pixels at least, and leaves shorter SVG texts at the left edge of that. */
function center(label: Element, textBox: TextBox): void {
  const [, x = '', y = ''] =
    /^translate\(\s*([-\d.]+)[\s,]+([-\d.]+)\s*\)$/.exec(label.getAttribute('transform') ?? '') ?? [];
  const texts = label.querySelectorAll('text');
  const only = texts[0];
  if (Number(x) !== -leastHalf || texts.length !== 1 || !only) return;
  const box = textBox(only);
  // A text that is centred by itself begins left of 0.
  if (box && box.x >= 0 && box.width < 2 * leastHalf)
    label.setAttribute('transform', `translate(${-box.width / 2},${y})`);
}

function positive(size: number): number {
  return Number.isFinite(size) && size > 0 ? size : 0;
}
