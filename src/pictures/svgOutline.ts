/** A point in the coordinates of its element. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Straight pieces that stand for one curve: what is measured is within half a pixel of it. */
const pieces = 12;

/** Points along SVG path data (SVG 2 §9.3), curves as short straight lines. Data that breaks off ends there, as §9.5.4 asks. */
export function pointsOfPath(data: string): Point[] {
  return new PathWalk(data).points();
}

class PathWalk {
  private readonly tokens: readonly string[];
  private readonly out: Point[] = [];
  private next = 0;
  private at: Point = { x: 0, y: 0 };
  private start: Point = { x: 0, y: 0 };
  /** The last control point, which S and T mirror. */
  private control: Point | undefined;

  constructor(data: string) {
    this.tokens = data.match(/[a-df-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? [];
  }

  points(): Point[] {
    let command = '';
    while (this.next < this.tokens.length) {
      const token = this.tokens[this.next] ?? '';
      if (/^[a-z]$/i.test(token)) {
        command = token;
        this.next++;
      } else if (command === '' || /z/i.test(command)) break;
      else if (command === 'M') command = 'L';
      else if (command === 'm') command = 'l';
      if (!this.step(command)) break;
    }
    return this.out;
  }

  /** False when numbers are missing. */
  private step(command: string): boolean {
    const kind = command.toUpperCase();
    const count = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 }[kind];
    if (count === undefined) return false;
    const numbers = this.tokens.slice(this.next, this.next + count).map(Number);
    if (numbers.length < count || numbers.some(Number.isNaN)) return false;
    this.next += count;
    const from = command === kind ? { x: 0, y: 0 } : this.at;
    const pair = (index: number): Point => ({
      x: (numbers[index] ?? 0) + from.x,
      y: (numbers[index + 1] ?? 0) + from.y,
    });
    this.draw(kind, numbers, pair, from);
    return true;
  }

  private draw(kind: string, numbers: readonly number[], pair: (index: number) => Point, from: Point): void {
    const mirrored = this.control
      ? { x: 2 * this.at.x - this.control.x, y: 2 * this.at.y - this.control.y }
      : this.at;
    if (kind === 'H') this.line({ x: (numbers[0] ?? 0) + from.x, y: this.at.y });
    else if (kind === 'V') this.line({ x: this.at.x, y: (numbers[0] ?? 0) + from.y });
    else if (kind === 'Z') this.line(this.start);
    else if (kind === 'C') this.curve([pair(0), pair(2), pair(4)]);
    else if (kind === 'S') this.curve([mirrored, pair(2 - 2), pair(2)]);
    else if (kind === 'Q') this.curve([pair(0), pair(2)]);
    else if (kind === 'T') this.curve([mirrored, pair(0)]);
    else if (kind === 'A') this.arc(numbers, pair(5));
    else this.line(pair(0));
    if (kind === 'M') this.start = this.at;
  }

  private line(to: Point): void {
    this.control = undefined;
    this.at = to;
    this.out.push(to);
  }

  /** Bézier of any degree, by de Casteljau. */
  private curve(rest: readonly Point[]): void {
    const all = [this.at, ...rest];
    for (let piece = 1; piece <= pieces; piece++) this.out.push(between(all, piece / pieces));
    this.control = rest.at(-2);
    this.at = rest.at(-1) ?? this.at;
  }

  /** An elliptical arc from its end points (SVG 2 §B.2.4). */
  private arc([rx = 0, ry = 0, turn = 0, large = 0, sweep = 0]: readonly number[], to: Point): void {
    const arc = arcPoint(this.at, to, [Math.abs(rx), Math.abs(ry)], (turn * Math.PI) / 180, large !== sweep);
    if (arc) {
      let span = arc.end - arc.begin;
      if (sweep && span < 0) span += 2 * Math.PI;
      if (!sweep && span > 0) span -= 2 * Math.PI;
      for (let piece = 1; piece < pieces; piece++) this.out.push(arc.at(arc.begin + (span * piece) / pieces));
    }
    this.line(to);
  }
}

function between(points: readonly Point[], part: number): Point {
  const [first] = points;
  if (!first || points.length === 1) return first ?? { x: 0, y: 0 };
  const mix = points.slice(1).map((point, index) => {
    const before = points[index] ?? point;
    return { x: before.x + (point.x - before.x) * part, y: before.y + (point.y - before.y) * part };
  });
  return between(mix, part);
}

function arcPoint(
  from: Point,
  to: Point,
  [rx, ry]: readonly [number, number],
  turn: number,
  positive: boolean,
): { begin: number; end: number; at: (angle: number) => Point } | undefined {
  if (rx === 0 || ry === 0 || (from.x === to.x && from.y === to.y)) return undefined;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const half = { x: (from.x - to.x) / 2, y: (from.y - to.y) / 2 };
  const x = cos * half.x + sin * half.y;
  const y = -sin * half.x + cos * half.y;
  const grow = Math.max(1, Math.sqrt((x / rx) ** 2 + (y / ry) ** 2));
  const [a, b] = [rx * grow, ry * grow];
  const rest = Math.max(0, (a * b) ** 2 - (a * y) ** 2 - (b * x) ** 2) / ((a * y) ** 2 + (b * x) ** 2);
  const factor = (positive ? 1 : -1) * Math.sqrt(rest);
  const center = { x: (factor * a * y) / b, y: (-factor * b * x) / a };
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return {
    begin: Math.atan2((y - center.y) / b, (x - center.x) / a),
    end: Math.atan2((-y - center.y) / b, (-x - center.x) / a),
    at: (angle) => {
      const px = a * Math.cos(angle) + center.x;
      const py = b * Math.sin(angle) + center.y;
      return { x: cos * px - sin * py + middle.x, y: sin * px + cos * py + middle.y };
    },
  };
}

/** The length of the line through all points. */
export function lengthOfLine(points: readonly Point[]): number {
  return distances(points).at(-1) ?? 0;
}

/** The point that lies `distance` along the line. */
export function pointAt(points: readonly Point[], distance: number): Point {
  const along = distances(points);
  const index = Math.max(
    1,
    along.findIndex((sum) => sum >= distance),
  );
  const from = points[index - 1] ?? { x: 0, y: 0 };
  const to = points[index] ?? from;
  const start = along[index - 1] ?? 0;
  const part = Math.min(1, Math.max(0, (distance - start) / ((along[index] ?? start) - start || 1)));
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function distances(points: readonly Point[]): number[] {
  let sum = 0;
  return points.map(({ x, y }, index) => {
    const before = points[index - 1] ?? { x, y };
    return (sum += Math.hypot(x - before.x, y - before.y));
  });
}
