import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { wasm } from './assets.js';
import { type Fonts, family, fontsFor } from './fonts.js';

export interface SvgOptions {
  /** Pixels of the file for one CSS pixel of the drawing. */
  readonly scale: number;
  /** Colour under the drawing; absent: transparent. */
  readonly background?: string;
  /** Absent: those that the texts of the drawing need. */
  readonly fonts?: Fonts;
}

/** A PNG with its size in pixels. */
export interface Raster {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

let ready: Promise<void> | undefined;

/** Width and height that an SVG states, in CSS pixels. Rejects like {@link svgToPng}. */
export async function svgSize(svg: string): Promise<{ readonly width: number; readonly height: number }> {
  await load();
  const drawing = new Resvg(svg, { font: { loadSystemFonts: false } });
  try {
    return { width: drawing.width, height: drawing.height };
  } finally {
    drawing.free();
  }
}

/**
 * Draws an SVG. It reads no file and no address: pictures inside stay out unless they are `data:` URLs. The same input
 * gives the same bytes. Rejects when the text is no SVG that can be drawn.
 */
export async function svgToPng(svg: string, options: SvgOptions): Promise<Raster> {
  await load();
  const fonts = options.fonts ?? (svg.includes('<text') ? await fontsFor(svg) : undefined);
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: options.scale },
    ...(options.background === undefined ? {} : { background: options.background }),
    font: {
      loadSystemFonts: false,
      fontBuffers: svg.includes('<text') ? [...(fonts?.files ?? [])] : [],
      defaultFontFamily: family,
      sansSerifFamily: family,
      serifFamily: family,
      monospaceFamily: family,
    },
  });
  try {
    const picture = drawing.render();
    try {
      return { bytes: picture.asPng(), width: picture.width, height: picture.height };
    } finally {
      picture.free();
    }
  } finally {
    drawing.free();
  }
}

function load(): Promise<void> {
  return (ready ??= wasm('index_bg.wasm').then(initWasm));
}
