import { checkDraft } from '../../src/draft/check.js';
import { type PastDraft, knownFrom } from '../../src/draft/help/addressUse.js';
import { completionPlace } from '../../src/draft/help/completionPlace.js';
import { keySuggestions, nothingKnown, valueSuggestions } from '../../src/draft/help/suggestions.js';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { lineStartsOf, problemPlace } from '../../src/draft/problemPlace.js';
import { compose } from '../../src/render/compose.js';
import { ParsedBlocks } from '../../src/render/parsedBlocks.js';
import { kibibytes, milliseconds, printTable } from './report.js';
import { keptFiles, type Sample, samplesRoot } from './samples.js';
import { timeTogether, type Timing } from './timing.js';

/** UTF-16 units of the draft. */
const length = 100 * 1024;
const pastDrafts = 10_000;

function longText(samples: readonly Sample[]): string {
  const bodies = samples.map(({ draft }) => draft.body);
  let text = '---\nto: [Ada Lovelace <ada@example.com>, ad]\nsubject: Notes\n\n---\n';
  for (let index = 0; text.length < length; index++) text += `${bodies[index % bodies.length] ?? ''}\n\n`;
  return text;
}

function past(): PastDraft[] {
  return Array.from({ length: pastDrafts }, (_, index) => {
    const { header } = parseDraft(
      `---\nto: Person ${index % 3000} <person${index % 3000}@example${index % 50}.com>\n---\n`,
    );
    return { header, modified: index };
  });
}

/** What the extension host does for a letter in the header, and for the problems once one pauses. */
export async function reportLanguage(samples: readonly Sample[]): Promise<void> {
  const text = longText(samples);
  const header = text.slice(0, text.indexOf('\n---', 4) + 5);
  const inList = header.indexOf('ad]') + 2;
  const emptyLine = header.indexOf('\n\n') + 1;
  const drafts = past();
  const known = { ...nothingKnown, ...knownFrom(drafts) };
  const [location] = samples.map((sample) => sample.location);
  if (location === undefined) throw new Error('There is no sample.');
  const [files, blocks] = [keptFiles(), new ParsedBlocks()];
  let letters = 0;
  const drawn = async () => {
    const typed = text.concat('x'.repeat(letters++ % 20));
    const draft = parseDraft(typed);
    const { problems } = await compose(draft, {
      location,
      root: samplesRoot,
      files,
      known: blocks,
      approved: () => false,
    });
    const starts = lineStartsOf(typed);
    return problems.map((problem) => problemPlace(typed, starts, draft, problem));
  };
  const subjects = [
    { name: 'keys on an empty line', run: () => suggestions(header, emptyLine) },
    { name: 'addresses, 3,000 known', run: () => suggestions(header, inList) },
    { name: 'addresses of 10,000 drafts counted', run: () => knownFrom(drafts) },
    { name: 'problems of the text', run: () => checkDraft(parseDraft(text)) },
    { name: 'problems, the mail drawn', run: drawn },
  ];
  function suggestions(source: string, offset: number): number {
    const place = completionPlace(source, offset);
    if (!place) throw new Error('There is nothing to complete.');
    const found = place.kind === 'key' ? keySuggestions(place) : valueSuggestions(place, known, new Date());
    if (found.length === 0) throw new Error('Nothing is offered.');
    return found.length;
  }
  const timings: readonly Timing[] = await timeTogether(subjects, { rounds: 15, sample: 20 });
  printTable({
    title: `Help while a draft of ${kibibytes(text.length)} KiB is written`,
    note: [
      'Milliseconds of processor time in the extension host, median and the middle half; a frame has 16.7. Keys and',
      'addresses are asked for at each letter in the header; addresses are counted when drafts changed, and problems are',
      'looked for when one pauses for 0.3 s, with what is known of the draft kept.',
    ],
    head: ['work', 'median', 'from', 'to'],
    rows: timings.map(({ name, median, low, high }) => [
      name,
      milliseconds(median),
      milliseconds(low),
      milliseconds(high),
    ]),
  });
}
