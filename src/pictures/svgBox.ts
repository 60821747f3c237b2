import { type Point, pointsOfPath } from './svgOutline.js';

/** A rectangle in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `[a b c d e f]` of SVG: x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [number, number, number, number, number, number];
export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** Measures a text or a part of one; see svgText.ts. */
export type TextBox = (element: Element) => Box | undefined;

/** Elements that draw nothing where they stand. */
const unseen =
  /^(?:defs|marker|style|title|desc|clippath|mask|pattern|symbol|script|lineargradient|radialgradient|filter|metadata)$/i;

/** The bounding box of an element in its own coordinates (SVG 2 §8.10, without strokes); undefined when it draws nothing. */
export function boxOf(element: Element, textBox: TextBox): Box | undefined {
  const name = element.localName.toLowerCase();
  if (unseen.test(name) || /display:\s*none/.test(element.getAttribute('style') ?? '')) return undefined;
  if (name === 'text' || name === 'tspan') return textBox(element);
  if (name === 'g' || name === 'svg' || name === 'a' || name === 'switch') {
    const boxes = [...element.children].flatMap((child) => {
      const box = boxOf(child, textBox);
      return box ? [transformed(box, matrixOf(child))] : [];
    });
    return union(boxes);
  }
  return shapeBox(element, name);
}

function shapeBox(element: Element, name: string): Box | undefined {
  const of = (attribute: string): number => Number.parseFloat(element.getAttribute(attribute) ?? '') || 0;
  switch (name) {
    case 'circle':
      return { x: of('cx') - of('r'), y: of('cy') - of('r'), width: 2 * of('r'), height: 2 * of('r') };
    case 'ellipse':
      return { x: of('cx') - of('rx'), y: of('cy') - of('ry'), width: 2 * of('rx'), height: 2 * of('ry') };
    case 'line':
      return around([
        { x: of('x1'), y: of('y1') },
        { x: of('x2'), y: of('y2') },
      ]);
    case 'polygon':
    case 'polyline':
      return around(pointsOfPath(`M${element.getAttribute('points') ?? ''}`));
    case 'path':
      return around(pointsOfPath(element.getAttribute('d') ?? ''));
    default:
      // rect, image, foreignObject, use and what HTML there is.
      return { x: of('x'), y: of('y'), width: of('width'), height: of('height') };
  }
}

function around(points: readonly Point[]): Box | undefined {
  if (points.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function union(boxes: readonly Box[]): Box | undefined {
  return around(boxes.flatMap(corners));
}

export function transformed(box: Box, matrix: Matrix): Box {
  if (matrix === identity) return box;
  return around(corners(box).map((point) => apply(matrix, point))) ?? box;
}

function corners({ x, y, width, height }: Box): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ];
}

function apply([a, b, c, d, e, f]: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

export function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

/** The `transform` attribute of an element (CSS Transforms 1 §8). */
export function matrixOf(element: Element): Matrix {
  const text = element.getAttribute('transform');
  if (text === null) return identity;
  let all = identity;
  for (const [, name = '', args = ''] of text.matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const numbers = args
      .split(/[\s,]+/)
      .map(Number.parseFloat)
      .filter((number) => !Number.isNaN(number));
    all = times(all, single(name, numbers));
  }
  return all;
}

function single(name: string, [a = 0, b, c, d = 1, e = 0, f = 0]: readonly number[]): Matrix {
  const angle = (a * Math.PI) / 180;
  switch (name) {
    case 'translate':
      return [1, 0, 0, 1, a, b ?? 0];
    case 'scale':
      return [a, 0, 0, b ?? a, 0, 0];
    case 'rotate': {
      const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
      return times(times([1, 0, 0, 1, b ?? 0, c ?? 0], turn), [1, 0, 0, 1, -(b ?? 0), -(c ?? 0)]);
    }
    case 'matrix':
      return [a, b ?? 0, c ?? 0, d, e, f];
    default:
      return identity;
  }
}
