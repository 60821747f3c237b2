import { sentence } from '../failure.js';
import { type Outcome, notMade } from './jobs.js';
import { svgSize, svgToPng } from './svgToPng.js';

/** A drawing of this many pixels takes seconds and tens of megabytes. */
const mostPixels = 16_000_000;

/** An SVG file as PNG, at most `widest` CSS pixels wide with `density` pixels for each. */
export async function convertSvg(bytes: Uint8Array, widest: number, density: number): Promise<Outcome> {
  const svg = decodedText(bytes);
  if (svg === undefined)
    return notMade(sentence('This SVG is not stored as UTF-8. Save it as UTF-8, or as PNG.'));
  try {
    const natural = await svgSize(svg);
    const width = Math.max(1, Math.round(Math.min(natural.width, widest)));
    const scale = (width * density) / natural.width;
    if (natural.width * natural.height * scale * scale > mostPixels)
      return notMade(sentence('This drawing is too long to be shown in a mail. Cut it into several.'));
    const made = await svgToPng(svg, { scale });
    const height = Math.max(1, Math.round(made.height / density));
    return { bytes: made.bytes, contentType: 'image/png', width, height };
  } catch (error) {
    // The rasterizer throws plain errors at bad files. A trap of WebAssembly and a missing font are no bad file.
    if (error instanceof WebAssembly.RuntimeError || (error instanceof Error && 'code' in error)) throw error;
    return notMade(sentence('This SVG has a mistake in it and can’t be drawn. Save it again, or as PNG.'));
  }
}

function decodedText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
