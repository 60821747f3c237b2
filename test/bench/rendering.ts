import hljs from 'highlight.js/lib/common';
import MarkdownIt from 'markdown-it';
import { parse } from 'yaml';
import { findHeader } from '../../src/draft/headerBlock.js';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { renderMail } from '../../src/render/renderMail.js';
import { type RenderInput } from '../../src/render/rendered.js';
import { kibibytes, milliseconds, printTable, ratio } from './report.js';
import { keptFiles, type Sample } from './samples.js';
import { timeTogether } from './timing.js';

/** Many short samples: a busy machine spoils some of them, and the median does not mind. */
const options = { rounds: 25, sample: 4 };

const plain = new MarkdownIt({ html: false, linkify: true });
const highlighting = new MarkdownIt({
  html: false,
  linkify: true,
  highlight: (code, language) =>
    hljs.getLanguage(language) ? hljs.highlight(code, { language, ignoreIllegals: true }).value : '',
});

function renderInput({ draft, location }: Sample): RenderInput {
  const files = keptFiles();
  return {
    markdown: draft.body,
    firstLine: draft.bodyLine,
    subject: draft.header.subject,
    ...(draft.header.lang === undefined ? {} : { lang: draft.header.lang }),
    images: async (path) => {
      const place = files.resolve(location, path);
      const facts = await files.facts(place);
      if (facts?.kind !== 'file') return { kind: facts ? 'folder' : 'missing' };
      return { kind: 'image', bytes: await files.read(place), name: path };
    },
  };
}

/** Prints how long a body takes to become a mail, beside the libraries that it is made with. */
export async function reportRendering(samples: readonly Sample[]): Promise<void> {
  const rows: string[][] = [];
  for (const sample of samples) {
    const input = renderInput(sample);
    const { markdown } = input;
    const subjects = [
      { name: 'markdown-it', run: () => plain.render(markdown) },
      { name: 'highlight.js', run: () => highlighting.render(markdown) },
      { name: 'renderMail', run: async () => (await renderMail(input)).text },
    ] as const;
    const [md, highlighted, ours] = await timeTogether(subjects, options);
    const bytes = [plain.render(markdown), highlighting.render(markdown), (await renderMail(input)).html];
    rows.push([
      sample.name,
      kibibytes(Buffer.byteLength(markdown)),
      ...[md, highlighted, ours].map((timing) => milliseconds(timing.median)),
      ratio(ours.median, md.median),
      ratio(ours.median, highlighted.median),
      ...bytes.map((html) => kibibytes(Buffer.byteLength(html))),
    ]);
  }
  printTable({
    title: 'Rendering a body',
    note: [
      `Milliseconds of processor time, median of ${options.rounds} samples by turns. renderMail also writes the plain`,
      'text, reads the pictures and looks for problems; its HTML carries its styles, that of the others none.',
      'Where the mail would be larger than 90 KB, renderMail leaves the colours of code out.',
    ],
    head: [
      'sample',
      'KiB',
      'markdown-it',
      '+ highlight.js',
      'renderMail',
      'to md-it',
      'to + hljs',
      'KiB md-it',
      'KiB + hljs',
      'KiB mail',
    ],
    rows,
  });
}

/** Prints how long a draft takes to be read, beside the YAML library alone. */
export async function reportHeaders(samples: readonly Sample[]): Promise<void> {
  const rows: string[][] = [];
  for (const { name, text } of samples) {
    const found = findHeader(text);
    if (found.kind !== 'found') throw new Error(`${name} has no header.`);
    const header = text.slice(found.block.start, found.block.end);
    const subjects = [
      { name: 'yaml', run: () => parse(header) as unknown },
      { name: 'parseDraft', run: () => parseDraft(text) },
    ] as const;
    const [yaml, ours] = await timeTogether(subjects, options);
    const bytes = [header, text].map((part) => kibibytes(Buffer.byteLength(part)));
    const times = [yaml, ours].map((timing) => milliseconds(timing.median));
    rows.push([name, ...bytes, ...times, ratio(ours.median, yaml.median)]);
  }
  printTable({
    title: 'Reading a draft',
    note: [
      'Measured as above. yaml parses the header alone; parseDraft reads the file: header, addresses, problems.',
    ],
    head: ['sample', 'KiB header', 'KiB file', 'yaml', 'parseDraft', 'ratio'],
    rows,
  });
}
