import decodeAvif, { init as initAvif } from '@jsquash/avif/decode.js';
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeJpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import encodePng, { init as initPngEncoder } from '@jsquash/png/encode.js';
import resize, { initResize } from '@jsquash/resize';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import { wasm } from './assets.js';
import { type Pixels } from './pixels.js';

/** A picture file that its codec gave up on. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Fine details stay and no ringing is seen at this setting of MozJPEG. */
const jpegQuality = 84;

// The codecs make one, which Node has not.
Object.assign(globalThis, {
  ImageData: class {
    constructor(
      readonly data: Uint8ClampedArray,
      readonly width: number,
      readonly height: number,
    ) {}
  },
});

/** What the JPEG decoder says of the file at hand; it goes on where a browser would. */
let complaints: string[] = [];

const ready = new Map<string, Promise<unknown>>();

/** Runs `start` with the compiled module the first time that it is needed. */
async function started(file: string, start: (module: WebAssembly.Module) => Promise<unknown>): Promise<void> {
  const known = ready.get(file) ?? wasm(file).then(start);
  ready.set(file, known);
  await known;
}

/** How the glue of Emscripten takes a compiled module, and where it writes what the codec says. */
function glue(module: WebAssembly.Module): object {
  return {
    instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(module, imports);
      use(instance);
      return instance.exports;
    },
    print: () => undefined,
    printErr: (text: string) => complaints.push(text),
  };
}

const startPng = () =>
  started('squoosh_png_bg.wasm', (module) => Promise.all([initPng(module), initPngEncoder(module)]));

type Decoder = (bytes: ArrayBuffer) => Promise<ImageData>;

const decoders: Readonly<Record<'png' | 'jpeg' | 'webp' | 'avif', Decoder>> = {
  async png(bytes) {
    await startPng();
    return decodePng(bytes);
  },
  async jpeg(bytes) {
    await started('mozjpeg_dec.wasm', (module) => initJpegDecoder(glue(module)));
    return decodeJpeg(bytes);
  },
  async webp(bytes) {
    await started('webp_dec.wasm', (module) => initWebp(glue(module)));
    return decodeWebp(bytes);
  },
  async avif(bytes) {
    await started('avif_dec.wasm', (module) => initAvif(glue(module)));
    const pixels = await decodeAvif(bytes);
    if (!pixels) throw new Broken();
    return pixels;
  },
};

/** The pixels as they are stored, not turned. @throws Broken: the file is damaged, or of a kind that the codec has not. */
export async function decode(bytes: Uint8Array, kind: keyof typeof decoders): Promise<Pixels> {
  complaints = [];
  const { data, width, height } = await unlessBroken(() => decoders[kind](exactBuffer(bytes)));
  if (complaints.some((text) => /premature end|corrupt|not a jpeg/i.test(text))) throw new Broken();
  return { data, width, height };
}

export async function toPng(pixels: Pixels): Promise<Uint8Array> {
  await startPng();
  return new Uint8Array(await encodePng(imageData(pixels)));
}

export async function toJpeg(pixels: Pixels): Promise<Uint8Array> {
  await started('mozjpeg_enc.wasm', (module) => initJpegEncoder(glue(module)));
  return new Uint8Array(await encodeJpeg(imageData(pixels), { quality: jpegQuality }));
}

/** Lanczos, in linear light. */
export async function scaled(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  await started('squoosh_resize_bg.wasm', (module) => initResize(module));
  const { data } = await resize(imageData(pixels), {
    width,
    height,
    method: 'lanczos3',
    premultiply: true,
    linearRGB: true,
    fitMethod: 'stretch',
  });
  return { data, width, height };
}

/** The codecs throw plain errors at bad files. A trap of WebAssembly is no bad file, and its instance is lost. */
async function unlessBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new Broken(undefined, { cause: error });
  }
}

function imageData({ data, width, height }: Pixels): ImageData {
  return { data, width, height, colorSpace: 'srgb' };
}

/** Codecs read a whole `ArrayBuffer`. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
