import { sentence } from '../failure.js';
import { fontsFor } from './fonts.js';
import { type Outcome, notMade } from './jobs.js';
import { svgToPng } from './svgToPng.js';
import { readTex } from './texToSvg.js';

/** Size of the letters: they stand beside text of 11 pt. In CSS pixels for one em of the formula. */
const em = 16;
/** White around the ink, which is what is seen of it when a mail program darkens the mail. */
const margins = { inline: { x: 2, y: 1 }, display: { x: 8, y: 6 } } as const;
/** A wider formula is shown smaller: Word widens the whole mail for it. */
const widest = 600;
/** Pixels for one CSS pixel: formulas are small and are printed. */
const density = 3;
const longest = 4000;
const mostPixels = 16_000_000;

/** TeX as a picture, dark on white. For one that stands in a line, `depth` says how far it reaches below the line of writing. */
export async function drawFormula(tex: string, { display }: { readonly display: boolean }): Promise<Outcome> {
  if (tex.trim() === '')
    return notMade(sentence('This formula is empty. Write it between the dollar signs.'));
  if (tex.length > longest)
    return notMade(sentence('This formula is longer than {0} characters. Split it into several.', longest));
  const fonts = await fontsFor(tex);
  const read = readTex(tex, display, fonts);
  if ('reason' in read) return read;
  const unit = em / 1000;
  const [left, top, width, height] = read.viewBox;
  const margin = display ? margins.display : margins.inline;
  // Whole pixels above and below the line of writing, so that it lies on one in every mail program.
  const above = Math.max(1, Math.ceil(-top * unit)) + margin.y;
  const below = Math.max(0, Math.ceil((top + height) * unit)) + margin.y;
  const across = Math.max(1, Math.ceil(width * unit)) + 2 * margin.x;
  const box = [left - margin.x / unit, -above / unit, across / unit, (above + below) / unit];
  const shrink = Math.min(1, widest / across);
  if (across * (above + below) * (density * shrink) ** 2 > mostPixels)
    return notMade(sentence('This formula is too large for a mail. Split it into several.'));
  const lacking = fonts.missing.filter((character) => read.text.includes(character));
  if (lacking.length > 0) {
    const missing = lacking.slice(0, 5).join(' ');
    return notMade(sentence('There is no font here for {0} in this formula. Write that beside it.', missing));
  }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${above + below}" viewBox="${box.join(' ')}" ` +
    `color="#1f2328">${read.content}</svg>`;
  const { bytes } = await svgToPng(svg, { scale: density * shrink, background: '#ffffff', fonts });
  return {
    bytes,
    contentType: 'image/png',
    width: Math.round(across * shrink),
    height: Math.max(1, Math.round((above + below) * shrink)),
    depth: display ? 0 : Math.round(below * shrink),
  };
}
