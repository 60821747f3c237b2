/** Red, green, blue and alpha of each pixel, row by row from the top. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export function isOpaque({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

/** Each pixel the mean of `factor` x `factor`, its colours weighed by their alpha. What is left over at the edges is dropped. */
export function shrunk(pixels: Pixels, factor: number): Pixels {
  if (factor < 2) return pixels;
  const width = Math.floor(pixels.width / factor);
  const height = Math.floor(pixels.height / factor);
  const data = new Uint8ClampedArray(width * height * 4);
  const from = pixels.data;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let dy = 0; dy < factor; dy++) {
        let at = ((y * factor + dy) * pixels.width + x * factor) * 4;
        for (let dx = 0; dx < factor; dx++, at += 4) {
          const a = from[at + 3]!;
          red += from[at]! * a;
          green += from[at + 1]! * a;
          blue += from[at + 2]! * a;
          alpha += a;
        }
      }
      if (alpha === 0) continue;
      data[to] = red / alpha;
      data[to + 1] = green / alpha;
      data[to + 2] = blue / alpha;
      data[to + 3] = alpha / (factor * factor);
    }
  }
  return { data, width, height };
}

/** Upright, by the orientation that the camera noted (Exif 2.3, tag 274: 1 to 8; 5 to 8 lie on their side). */
export function upright(pixels: Pixels, orientation: number): Pixels {
  if (orientation < 2 || orientation > 8) return pixels;
  const { width, height } = pixels;
  const lying = orientation >= 5;
  const [across, down] = lying ? [height, width] : [width, height];
  const from = new Uint32Array(pixels.data.buffer, pixels.data.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  const flipX = [2, 3, 7, 8].includes(orientation);
  const flipY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const [u, v] = lying ? [y, x] : [x, y];
      to[y * across + x] = from[(flipY ? height - 1 - v : v) * width + (flipX ? width - 1 - u : u)]!;
    }
  }
  return { data: new Uint8ClampedArray(to.buffer), width: across, height: down };
}
