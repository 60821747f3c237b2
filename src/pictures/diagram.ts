import { type Sentence, sentence } from '../failure.js';
import { DiagramDocument } from './diagramDocument.js';
import { mermaidSettings } from './diagramSettings.js';
import { family, fontsFor } from './fonts.js';
import { type Outcome, notMade } from './jobs.js';
import { svgToPng } from './svgToPng.js';

const density = 2;
const longest = 30_000;
/** What is shown higher than this is no picture to read in a mail. In CSS pixels. */
const highest = 4000;

/** Kinds that were looked at and are right without a browser, as Mermaid calls them. */
const kinds = new Set([
  'architecture',
  'block',
  'c4',
  'class',
  'classDiagram',
  'er',
  'flowchart-v2',
  'flowchart',
  'gantt',
  'gitGraph',
  'journey',
  'kanban',
  'mindmap',
  'packet',
  'pie',
  'quadrantChart',
  'radar',
  'requirement',
  'sankey',
  'sequence',
  'stateDiagram',
  'state',
  'timeline',
  'treemap',
  'xychart',
]);

/** What Mermaid draws of nothing is its margin. */
const emptiest = 16;

let page: DiagramDocument | undefined;
let last: Promise<unknown> = Promise.resolve();

/** A Mermaid diagram as a picture on white, at most `widest` CSS pixels wide. One after the other: Mermaid keeps one state for all. */
export function drawDiagram(source: string, options: { readonly widest: number }): Promise<Outcome> {
  const drawn = last.then(() => draw(source, options.widest));
  last = drawn.catch(() => undefined);
  return drawn;
}

async function draw(source: string, widest: number): Promise<Outcome> {
  if (source.length > longest)
    return notMade(sentence('This diagram is longer than {0} characters. Split it into several.', longest));
  const fonts = await fontsFor(source);
  if (fonts.missing.length > 0) {
    const missing = fonts.missing.slice(0, 5).join(' ');
    return notMade(sentence('There is no font here for {0} in this diagram. Use other characters.', missing));
  }
  const paper = (page ??= new DiagramDocument());
  const result = await paper.drawing(fonts, () => svgOf(source));
  if ('reason' in result) return result;
  const { svg, width, height } = paper.finished(result.svg, fonts);
  if (!(width > emptiest && height > emptiest))
    return notMade(sentence('This diagram is empty. Write what it shows.'));
  if (svg.includes('<foreignObject')) return notMade(htmlInside);
  const shrink = Math.min(1, widest / width);
  if (height * shrink > highest)
    return notMade(sentence('This diagram is too long for a mail. Split it into several.'));
  const { bytes } = await svgToPng(svg, { scale: density * shrink, background: '#ffffff', fonts });
  const shown = { width: Math.round(width * shrink), height: Math.max(1, Math.round(height * shrink)) };
  return { bytes, contentType: 'image/png', ...shown };
}

async function svgOf(source: string): Promise<{ svg: string } | { reason: Sentence }> {
  // Loaded here and not above: it looks for a document when it is loaded.
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize(mermaidSettings(family));
  let kind: string;
  try {
    kind = (await mermaid.parse(source)).diagramType;
  } catch (error) {
    return { reason: unreadable(error) };
  }
  if (!kinds.has(kind)) return { reason: foreignKind };
  try {
    return { svg: (await mermaid.render('diagram', source)).svg };
  } catch (error) {
    // What passes the parser and fails in the drawing has names or numbers that do not fit together.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return { reason: undrawn };
  }
}

function unreadable(error: unknown): Sentence {
  const message = error instanceof Error ? error.message : '';
  if (/^No diagram type detected/u.test(message)) return unknownKind;
  const line = /\bline:? (\d+)/iu.exec(message)?.[1];
  if (line === undefined) return sentence('Mermaid cannot read this diagram. Look for a mistake in it.');
  return sentence('Mermaid cannot read line {0} of this diagram. Look for a mistake there.', line);
}

const unknownKind = sentence(
  'This is no diagram that Mermaid knows. Its first word says the kind, such as flowchart or sequenceDiagram.',
);
const foreignKind = sentence(
  'This kind of Mermaid diagram cannot be drawn without a browser. Use another kind.',
);
const htmlInside = sentence(
  'HTML in this diagram would be lost in the picture. Take out htmlLabels, or use plain text.',
);
const undrawn = sentence(
  'Mermaid can read this diagram but not draw it. Look for names or numbers that do not fit together.',
);
