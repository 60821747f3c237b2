import { parseDraft } from '../../src/draft/parseDraft.js';
import { formatAddress } from '../../src/draft/addresses.js';
import { inEnglish } from '../../src/failure.js';
import { PageFeed } from '../../src/editor/preview/pageFeed.js';
import { type PreviewContent } from '../../src/editor/preview/previewContent.js';
import { plainView } from '../../src/editor/preview/previewView.js';
import { compose } from '../../src/render/compose.js';
import { ParsedBlocks } from '../../src/render/parsedBlocks.js';
import { labels } from '../unit/preview/contents.js';
import { kibibytes, milliseconds, printTable } from './report.js';
import { keptFiles, type Sample, samplesRoot } from './samples.js';
import { median, quantile } from './timing.js';

const keystrokes = 150;
const warmUp = 30;

/** UTF-16 units of the long draft. */
const longDraft = 100 * 1024;

interface Typed {
  readonly name: string;
  readonly location: string;
  /** The file after so many keystrokes. */
  readonly text: (keystroke: number) => string;
  readonly keeps: boolean;
}

/** Letters come at one place, and go again, as someone writes and mends a word. */
function typing(text: string, place: number): (keystroke: number) => string {
  const at = text.indexOf('\n\n', place);
  return (keystroke) => text.slice(0, at) + ' word'.repeat(3).slice(0, 1 + (keystroke % 15)) + text.slice(at);
}

/** A draft of samples one after another, until it is as long as `longDraft`. */
function long(samples: readonly Sample[]): string {
  const [head, ...others] = [...samples].reverse();
  let text = head?.text ?? '';
  for (let index = 0; text.length < longDraft && others.length > 0; index++)
    text += `\n\n${others[index % others.length]?.draft.body ?? ''}`;
  return text;
}

interface Stages {
  readonly parse: number;
  readonly compose: number;
  readonly message: number;
  readonly bytes: number;
}

interface Drawn {
  readonly stages: readonly Stages[];
  /** Milliseconds of processor time for each keystroke, on the average. */
  readonly processor: number;
}

/** What the extension does from a changed text to the message for the page. */
async function drawn({ text, location, keeps }: Typed): Promise<Drawn> {
  const files = keptFiles();
  const known = new ParsedBlocks();
  const feed = new PageFeed();
  const measured: Stages[] = [];
  let before = process.cpuUsage();
  for (let keystroke = 0; keystroke < warmUp + keystrokes; keystroke++) {
    const typed = text(keystroke);
    if (keystroke === warmUp) before = process.cpuUsage();
    const begun = performance.now();
    const draft = parseDraft(typed);
    const parsed = performance.now();
    const surroundings = { location, root: samplesRoot, files, approved: () => false };
    const composed = await compose(draft, keeps ? { ...surroundings, known } : surroundings);
    const written = performance.now();
    const { mail } = composed;
    const content: PreviewContent = {
      subject: mail.subject,
      importance: mail.importance,
      html: mail.html,
      // As in the extension, read where the tab of the plain text is open.
      get text() {
        return mail.text;
      },
      images: mail.images,
      attachments: mail.attachments,
      sandbox: false,
      from: 'you@example.com',
      to: mail.to.map(formatAddress),
      cc: mail.cc.map(formatAddress),
      bcc: mail.bcc.map(formatAddress),
      replyTo: mail.replyTo.map(formatAddress),
      problems: composed.problems.map((problem) => ({ ...problem, message: inEnglish(problem.message) })),
      blocks: composed.blocks,
    };
    const message = feed.next({ content, shown: mail.html, view: plainView, labels, remotePictures: false });
    const bytes = Buffer.byteLength(JSON.stringify(message));
    const end = performance.now();
    if (keystroke >= warmUp)
      measured.push({ parse: parsed - begun, compose: written - parsed, message: end - written, bytes });
  }
  const { user, system } = process.cpuUsage(before);
  return { stages: measured, processor: (user + system) / 1000 / keystrokes };
}

/** Prints how long it takes from a keystroke to the message for the preview. */
export async function reportKeystrokes(samples: readonly Sample[]): Promise<void> {
  const whole = long(samples);
  const longest = [...samples].sort((a, b) => b.text.length - a.text.length)[0];
  if (!longest) throw new Error('There is no sample.');
  const { location } = longest;
  const rows: string[][] = [];
  const places: readonly (readonly [string, string, number, boolean])[] = [
    ...samples.map(({ name, text }) => [name, text, text.length / 2, true] as const),
    [`${longDraft / 1024} KB, at its begin`, whole, 2000, true],
    [`${longDraft / 1024} KB, in the middle`, whole, whole.length / 2, true],
    [`${longDraft / 1024} KB, nothing kept`, whole, whole.length / 2, false],
  ];
  for (const [name, text, place, keeps] of places) {
    const { stages, processor } = await drawn({ name, location, text: typing(text, place), keeps });
    const all = stages.map((stage) => stage.parse + stage.compose + stage.message);
    const part = (key: keyof Stages) => milliseconds(median(stages.map((stage) => stage[key])));
    rows.push([
      name,
      kibibytes(Buffer.byteLength(text)),
      part('parse'),
      part('compose'),
      part('message'),
      milliseconds(median(all)),
      milliseconds(quantile(all, 0.95)),
      milliseconds(processor),
      kibibytes(median(stages.map(({ bytes }) => bytes))),
    ]);
  }
  printTable({
    title: 'A keystroke, drawn in the preview',
    note: [
      `Milliseconds on the wall, median of ${keystrokes} keystrokes, from the changed text to the message as JSON; a`,
      'frame has 16.7. The preview keeps what it knows of a draft; without that, all of it is made each time.',
      'Pictures are in memory. What VS Code and the page do with the message is not in it. Processor time is the mean,',
      'with what runs beside; on a busy machine it is the one to look at.',
    ],
    head: ['draft', 'KiB', 'header', 'mail', 'message', 'all', 'p95', 'processor', 'KiB posted'],
    rows,
  });
}
