import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import encodeAvif, { init as initAvifEncoder } from '@jsquash/avif/encode.js';
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeJpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import decodePng, { init as initPngDecoder } from '@jsquash/png/decode.js';
import encodePng, { init as initPngEncoder } from '@jsquash/png/encode.js';
import encodeWebp, { init as initWebpEncoder } from '@jsquash/webp/encode.js';
import { projectFolder } from '../../launcher/folders.js';

export const picturesFolder = join(projectFolder, 'dist', 'pictures');

Object.assign(globalThis, {
  ImageData: class {
    constructor(
      readonly data: Uint8ClampedArray,
      readonly width: number,
      readonly height: number,
    ) {}
  },
});

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** A picture of `colour` at each pixel. */
export function drawn(width: number, height: number, colour: (x: number, y: number) => Colour): ImageData {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 4);
  return new ImageData(data, width, height);
}

export const red: Colour = [220, 20, 20, 255];
export const green: Colour = [20, 180, 20, 255];
export const blue: Colour = [20, 20, 220, 255];
export const white: Colour = [255, 255, 255, 255];

/** Red above left, green above right, blue below left, white below right: tells how it was turned. */
export const quarters = (width: number, height: number): ImageData =>
  drawn(width, height, (x, y) =>
    y < height / 2 ? (x < width / 2 ? red : green) : x < width / 2 ? blue : white,
  );

/** Soft shades with grain, as a camera sees: many colours, which PNG stores badly. */
export const photo = (width: number, height: number): ImageData =>
  drawn(width, height, (x, y) => {
    const grain = ((x * 7919 + y * 104729) % 23) - 11;
    return [128 + 100 * Math.sin(x / 60) + grain, 128 + 100 * Math.cos(y / 45) + grain, 120 + grain, 255];
  });

const codec = (name: string): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(readFileSync(join(projectFolder, 'node_modules', '@jsquash', name))));

type Start = (module: never) => unknown;
const ready = new Map<string, Promise<unknown>>();
async function start(file: string, ...starts: Start[]): Promise<void> {
  const known =
    ready.get(file) ?? codec(file).then((module) => Promise.all(starts.map((init) => init(module as never))));
  ready.set(file, known);
  await known;
}

export async function asPng(picture: ImageData): Promise<Uint8Array> {
  await start('png/codec/pkg/squoosh_png_bg.wasm', initPngEncoder, initPngDecoder);
  return new Uint8Array(await encodePng(picture));
}

export async function asJpeg(picture: ImageData, quality = 90): Promise<Uint8Array> {
  await start('jpeg/codec/enc/mozjpeg_enc.wasm', initJpegEncoder);
  return new Uint8Array(await encodeJpeg(picture, { quality }));
}

export async function asWebp(picture: ImageData, lossless = false): Promise<Uint8Array> {
  await start('webp/codec/enc/webp_enc.wasm', initWebpEncoder);
  return new Uint8Array(await encodeWebp(picture, lossless ? { lossless: 1 } : {}));
}

export async function asAvif(picture: ImageData): Promise<Uint8Array> {
  await start('avif/codec/enc/avif_enc.wasm', initAvifEncoder);
  return new Uint8Array(await encodeAvif(picture, { speed: 10 }));
}

/** A JPEG as a camera writes it that was held on its side: with the Exif tag 274. */
export function turned(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tag = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const exif = [...Buffer.from('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1, ...tag, 0, 0, 0, 0];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, ...jpeg.subarray(2)]);
}

/** The pixels of a PNG or JPEG. */
export async function pixelsOf(bytes: Uint8Array): Promise<ImageData> {
  const copy = new Uint8Array(bytes).buffer;
  if (bytes[0] === 0x89) {
    await start('png/codec/pkg/squoosh_png_bg.wasm', initPngEncoder, initPngDecoder);
    return decodePng(copy);
  }
  await start('jpeg/codec/dec/mozjpeg_dec.wasm', initJpegDecoder);
  return decodeJpeg(copy);
}

/** The colour at a place given in parts of the picture, 0 to 1. */
export function colourAt({ data, width, height }: ImageData, across: number, down: number): number[] {
  const at = (Math.floor(down * height) * width + Math.floor(across * width)) * 4;
  return [...data.subarray(at, at + 4)];
}

/** Whether two colours look alike after a lossy codec. */
export function alike(actual: readonly number[], expected: readonly number[]): boolean {
  return expected.every((value, index) => Math.abs(value - (actual[index] ?? -99)) <= 24);
}
