import { liteAdaptor } from 'mathjax-full/js/adaptors/liteAdaptor.js';
import { HTMLDocument } from 'mathjax-full/js/handlers/html/HTMLDocument.js';
import { TeX } from 'mathjax-full/js/input/tex.js';
import 'mathjax-full/js/input/tex/ams/AmsConfiguration.js';
import 'mathjax-full/js/input/tex/base/BaseConfiguration.js';
import 'mathjax-full/js/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import 'mathjax-full/js/input/tex/braket/BraketConfiguration.js';
import 'mathjax-full/js/input/tex/cancel/CancelConfiguration.js';
import 'mathjax-full/js/input/tex/color/ColorConfiguration.js';
import 'mathjax-full/js/input/tex/gensymb/GensymbConfiguration.js';
import 'mathjax-full/js/input/tex/mathtools/MathtoolsConfiguration.js';
import 'mathjax-full/js/input/tex/mhchem/MhchemConfiguration.js';
import 'mathjax-full/js/input/tex/newcommand/NewcommandConfiguration.js';
import TexError from 'mathjax-full/js/input/tex/TexError.js';
import { SVG } from 'mathjax-full/js/output/svg.js';
import { type Sentence, sentence } from '../failure.js';
import { type Fonts } from './fonts.js';
import { type NotMade } from '../render/pictureMaker.js';

/** A formula as SVG elements in thousandths of an em, the line of writing at 0. */
export interface TexDrawing {
  readonly content: string;
  readonly viewBox: readonly [left: number, top: number, width: number, height: number];
  /** What is written by fonts and not by MathJax's own glyphs. */
  readonly text: string;
}

/** No `require`, `href`, `html` or `autoload`: a formula loads nothing and leads nowhere. */
const packages = [
  'base',
  'ams',
  'boldsymbol',
  'braket',
  'cancel',
  'color',
  'gensymb',
  'mathtools',
  'mhchem',
  'newcommand',
];

/** Kept: the glyphs take longer to set up than a formula to draw. */
const adaptor = liteAdaptor();
const output = new SVG({ fontCache: 'none' });

/** A mistake in the TeX is the reason why there is no drawing. */
export function readTex(tex: string, display: boolean, fonts: Fonts): TexDrawing | NotMade {
  output.measureTextNode = (text) => measured(text as Node, fonts);
  try {
    // Made for each formula: what one defines must not change another, which is drawn once and then kept.
    const input = new TeX({
      packages,
      maxBuffer: 20_000,
      maxMacros: 1000,
      formatError: (_jax: unknown, error: unknown) => {
        throw error;
      },
    });
    const document = new HTMLDocument(adaptor.parse('', 'text/html'), adaptor, {
      InputJax: input,
      OutputJax: output,
    });
    const container = document.convert(tex, { display, em: 16, ex: 8, containerWidth: 80 * 16 }) as unknown;
    return drawingOf(adaptor.firstChild(container as Node) as Node);
  } catch (error) {
    if (error instanceof TexError) return { reason: reasonOf(error) };
    if (error instanceof RangeError) return { reason: tooDeep };
    throw error;
  }
}

type Node = Parameters<typeof adaptor.innerHTML>[0];

/** Letters that MathJax has no glyphs for stand apart unless their font is asked how wide they are. In em. */
function measured(text: Node, fonts: Fonts): { w: number; h: number; d: number } {
  const size = Number.parseFloat(String(adaptor.getAttribute(text, 'font-size'))) / 1000;
  const weight = adaptor.getAttribute(text, 'font-weight') === 'bold' ? 700 : 400;
  return { w: fonts.widthOf(adaptor.textContent(text), weight) * size, h: 0.75, d: 0.2 };
}

function drawingOf(svg: Node): TexDrawing | NotMade {
  // A number in the margin takes the width of the page, which a picture has not.
  const viewBox = adaptor.getAttribute(svg, 'viewBox') as string | undefined;
  if (viewBox === undefined) return { reason: numbered };
  const [left = 0, top = 0, width = 0, height = 0] = viewBox.split(' ').map(Number);
  return {
    content: adaptor.innerHTML(svg).replaceAll('&nbsp;', '\u00a0'),
    viewBox: [left, top, width, height],
    text: adaptor
      .tags(svg, 'text')
      .map((text) => adaptor.textContent(text))
      .join(''),
  };
}

function reasonOf({ id, message }: TexError): Sentence {
  const quoted = /\\[A-Za-z]+|\\./u.exec(message)?.[0];
  switch (id) {
    case 'UndefinedControlSequence':
      return sentence('TeX has no command {0} here. Correct it, or write it in another way.', quoted ?? '');
    case 'UnknownEnv':
      return sentence(
        'TeX has no environment of this name: {0}. Correct it.',
        message.replace(/^.*?'|'.*$/gu, ''),
      );
    case 'MissingCloseBrace':
    case 'ExtraOpenMissingClose':
      return sentence('A brace opens in this formula and does not close. Add the missing }.');
    case 'ExtraCloseMissingOpen':
      return sentence('A brace closes in this formula that was not opened. Take out the }, or add a {.');
    case 'MissingLeftExtraRight':
    case 'ExtraLeftMissingRight':
      return sentence('\\left and \\right do not match in this formula. Each needs the other.');
    case 'MaxMacroSub1':
    case 'MaxMacroSub2':
    case 'MaxBufferSize':
      return sentence('The macros of this formula become too much. Write it without some of them.');
    default:
      return sentence('TeX cannot read this formula: {0}. Correct it.', message.replace(/\.$/u, ''));
  }
}

const numbered = sentence('A formula with \\tag cannot be drawn. Write its number beside it.');
const tooDeep = sentence('This formula is nested too deeply. Make it simpler.');
