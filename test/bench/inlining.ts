import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import hljs from 'highlight.js/lib/common';
import juice from 'juice';
import MarkdownIt from 'markdown-it';
import { type Rendered } from '../../src/render/rendered.js';
import { renderMail } from '../../src/render/renderMail.js';
import { projectFolder } from '../launcher/folders.js';
import { kibibytes, milliseconds, printTable, ratio } from './report.js';
import { type Sample } from './samples.js';
import { median, timeTogether } from './timing.js';

/** The usual way to a mail: Markdown to HTML with classes, and a style sheet that is written into each element. */
const parser = new MarkdownIt({
  html: true,
  linkify: true,
  highlight: (code, language) =>
    hljs.getLanguage(language) ? hljs.highlight(code, { language, ignoreIllegals: true }).value : '',
});

const layout = `
ul, ol { margin: 0 0 10pt; padding: 0; }
li { margin: 0 0 4pt 24px; }
blockquote { margin: 0 0 10pt; border-left: 3px solid #c3cbd4; padding: 2px 0 2px 12px; }
table { border-collapse: collapse; border: 1px solid #d0d7de; margin: 0 0 10pt; }
hr { border: 0; border-top: 1px solid #d0d7de; margin: 14pt 0; }
img { max-width: 100%; }
.hljs-comment, .hljs-quote { color: #57606a; }
.hljs-keyword, .hljs-template-tag, .hljs-template-variable { color: #a40e26; }
.hljs-type, .hljs-built_in, .hljs-variable, .hljs-symbol, .hljs-bullet { color: #953800; }
.hljs-title { color: #53298f; }
.hljs-section, .hljs-literal, .hljs-number, .hljs-operator, .hljs-attr, .hljs-attribute, .hljs-meta, .hljs-link, .hljs-property { color: #0550ae; }
.hljs-string, .hljs-regexp, .hljs-char { color: #0a3069; }
.hljs-name, .hljs-tag, .hljs-selector-tag, .hljs-addition { color: #116329; }
.hljs-deletion { color: #82071e; }
`;

/** The theme `plain` as one would write it, with fonts repeated on each element, as guides to mail in HTML advise. */
const sheet = `
.mail, p, li, td, th, blockquote, h1, h2, h3, h4, h5, h6 { font-family: Aptos, Calibri, Arial, sans-serif; font-size: 11pt; line-height: 1.5; }
p { margin: 0 0 10pt; }
h1, h2, h3, h4, h5, h6 { margin: 16pt 0 6pt; line-height: 1.3; font-weight: bold; }
h1 { font-size: 18pt; }
h2 { font-size: 15pt; }
h3 { font-size: 13pt; }
pre { margin: 0 0 10pt; padding: 10px; background-color: #f6f8fa; color: #1f2328; font-family: Consolas, monospace; font-size: 10pt; line-height: 1.4; white-space: pre-wrap; }
th, td { border: 1px solid #d0d7de; padding: 6px; vertical-align: top; }
th { background-color: #f6f8fa; color: #1f2328; font-weight: bold; text-align: left; }
code { font-family: Consolas, monospace; font-size: 10pt; background-color: #eff1f3; color: #1f2328; padding: 0 3px; }
pre code { background-color: #f6f8fa; padding: 0; }
${layout}`;

/** The same, written for the fewest bytes: fonts once around all text and in cells, as renderMail states them. */
const shortSheet = `
.mail, td, blockquote { font: 11pt/1.5 Aptos,Calibri,Arial,sans-serif; }
p { margin: 0 0 10pt; }
h1, h2, h3, h4, h5, h6 { margin: 16pt 0 6pt; font: bold 11pt/1.3 Aptos,Calibri,Arial,sans-serif; }
h1 { font: bold 18pt/1.3 Aptos,Calibri,Arial,sans-serif; }
h2 { font: bold 15pt/1.3 Aptos,Calibri,Arial,sans-serif; }
h3 { font: bold 13pt/1.3 Aptos,Calibri,Arial,sans-serif; }
pre { margin: 0 0 10pt; padding: 10px; background-color: #f6f8fa; color: #1f2328; font: 10pt/1.4 Consolas,monospace; white-space: pre-wrap; }
th, td { border: 1px solid #d0d7de; padding: 6px; vertical-align: top; }
th { font: bold 11pt/1.5 Aptos,Calibri,Arial,sans-serif; background-color: #f6f8fa; color: #1f2328; text-align: left; }
code { font: 10pt Consolas,monospace; background: #eff1f3; color: #1f2328; padding: 0 3px; }
pre code { background: #f6f8fa; padding: 0; }
${layout}`;

/** What a Markdown mail tool takes when it writes no sheet of its own: GitHub's two, as they are published. */
function publishedSheet(): string {
  const files = ['github-markdown-css/github-markdown-light.css', 'highlight.js/styles/github.css'];
  return files.map((file) => readFileSync(join(projectFolder, 'node_modules', file), 'utf8')).join('\n');
}

function inlined(markdown: string, css: string): string {
  return juice.inlineContent(`<div class="mail markdown-body">${parser.render(markdown)}</div>`, css);
}

const bytes = (text: string): number => Buffer.byteLength(text);

interface Row {
  readonly name: string;
  readonly markdown: string;
}

function mailOf(markdown: string): Promise<Rendered> {
  return renderMail({ markdown, firstLine: 0, subject: '', images: async () => ({ kind: 'missing' }) });
}

/** Prints what renderMail takes and gives, beside Markdown, highlighting and juice. */
export async function reportInlining(samples: readonly Sample[]): Promise<void> {
  const rows: string[][] = [];
  for (const { name, draft } of samples) rows.push(await compared({ name, markdown: draft.body }));
  printTable({
    title: 'A body with its styles in each element',
    note: [
      'Milliseconds of processor time, medians by turns. juice: markdown-it and highlight.js, then juice with a style',
      'sheet of the same look; "short": with a sheet written for the fewest bytes. Both leave classes where they are.',
      'Where the mail would be larger than 90 KB, renderMail leaves the colours of code out: *.',
    ],
    head: ['sample', 'KiB', 'juice', 'renderMail', 'ratio', 'KiB juice', 'KiB short', 'KiB mail', 'to juice', 'to short'], // prettier-ignore
    rows,
  });
  await reportCorpus();
}

async function compared({ name, markdown }: Row): Promise<string[]> {
  const subjects = [
    { name: 'juice', run: () => inlined(markdown, sheet) },
    { name: 'renderMail', run: () => mailOf(markdown) },
  ] as const;
  const [juiced, ours] = await timeTogether(subjects, { rounds: 9, sample: 4 });
  const mail = await mailOf(markdown);
  const [long, short, own] = [inlined(markdown, sheet), inlined(markdown, shortSheet), mail.html].map(bytes);
  const plain = mail.problems.some(({ code }) => code === 'code-uncoloured') ? '*' : '';
  return [
    name + plain,
    kibibytes(bytes(markdown)),
    milliseconds(juiced.median),
    milliseconds(ours.median),
    ratio(ours.median, juiced.median),
    ...[long, short, own].map((size) => kibibytes(size ?? 0)),
    ratio(own ?? 0, long ?? 0),
    ratio(own ?? 0, short ?? 0),
  ];
}

/** Documents as people write them: what the packages of this project say of themselves. */
function documents(): readonly string[] {
  const folder = join(projectFolder, 'node_modules');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:^|[/\\])(?:readme|changelog)[^/\\]*\.md$/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** UTF-16 units: juice takes seconds for a longer one. */
const longestDocument = 60_000;

async function reportCorpus(): Promise<void> {
  const all = documents().filter((text) => text.trim() !== '' && text.length <= longestDocument);
  const times = { plain: 0, juice: 0, ours: 0, text: 0 };
  const sizes = { plain: 0, published: 0, juice: 0, short: 0, ours: 0 };
  const published = publishedSheet();
  const ratios: number[] = [];
  for (const markdown of all) {
    const [plain, juiced, ours, text] = await timeTogether(
      [
        { name: 'markdown-it and highlight.js', run: () => parser.render(markdown) },
        { name: 'juice', run: () => inlined(markdown, sheet) },
        { name: 'renderMail', run: () => mailOf(markdown) },
        { name: 'and text', run: async () => (await mailOf(markdown)).text },
      ],
      { rounds: 3, sample: 2, warmUp: 8 },
    );
    times.plain += plain.median;
    times.juice += juiced.median;
    times.ours += ours.median;
    times.text += text.median;
    ratios.push(ours.median / plain.median);
    const { html, problems } = await mailOf(markdown);
    if (problems.some(({ code }) => code === 'code-uncoloured')) continue;
    sizes.plain += bytes(parser.render(markdown));
    sizes.published += bytes(inlined(markdown, published));
    sizes.juice += bytes(inlined(markdown, sheet));
    sizes.short += bytes(inlined(markdown, shortSheet));
    sizes.ours += bytes(html);
  }
  const row = (name: string, time: number, size: number): string[] => [
    name,
    milliseconds(time),
    time > 0 ? ratio(times.ours, time) : '',
    kibibytes(size),
    ratio(sizes.ours, size),
  ];
  printTable({
    title: `${all.length} READMEs and changelogs of node_modules`,
    note: [
      `Sums of medians of processor time; the median ratio of renderMail to the first row is ${median(ratios).toFixed(2)}.`,
      '"renderMail to" is its time or size divided by that of the row. Sizes of mails that keep their colours. It also',
      'looks for problems; the plain text is written when it is read, which neither preview nor upload does.',
    ],
    head: ['', 'ms', 'renderMail to', 'KiB', 'renderMail to'],
    rows: [
      row('markdown-it + highlight.js', times.plain, sizes.plain),
      row('the same + juice, GitHub’s sheets', 0, sizes.published),
      row('the same + juice, our look', times.juice, sizes.juice),
      row('the same + juice, our look in short', 0, sizes.short),
      row('renderMail', times.ours, sizes.ours),
      ['and its plain text', milliseconds(times.text), ratio(times.ours, times.text), '', ''],
    ],
  });
}
