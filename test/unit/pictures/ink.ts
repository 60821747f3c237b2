import { pixelsOf } from './samplePictures.js';

/** What was drawn on a picture of one background, which its first pixel shows. In pixels of the file. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly background: readonly number[];
  /** Part of the pixels that differ from the background. */
  readonly part: number;
  readonly left: number;
  readonly right: number;
  /** Brightness of the darkest pixel, 0 to 255. */
  readonly darkest: number;
  /** How many different colours there are, in steps of 32. */
  readonly colours: number;
}

export async function inkOf(png: Uint8Array): Promise<Ink> {
  const { width, height, data } = await pixelsOf(png);
  const background = [...data.slice(0, 4)];
  let inked = 0;
  let [left, right, darkest] = [width, 0, 255];
  const colours = new Set<string>();
  for (let at = 0; at < data.length; at += 4) {
    const pixel = [...data.slice(at, at + 4)];
    if (pixel.every((value, index) => Math.abs(value - (background[index] ?? 0)) < 8)) continue;
    inked++;
    const x = (at / 4) % width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    darkest = Math.min(darkest, Math.max(...pixel.slice(0, 3)));
    colours.add(pixel.map((value) => value >> 5).join());
  }
  return {
    width,
    height,
    background,
    part: inked / (width * height),
    left,
    right,
    darkest,
    colours: colours.size,
  };
}
