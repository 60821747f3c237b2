import { sentence } from '../../failure.js';
import { type Draft, type Problem } from '../draft.js';
import { attachmentWord } from './attachmentWords.js';
import { strangeName } from './greetingName.js';
import { brokenLinks } from './links.js';
import { placeholdersIn } from './placeholders.js';
import { type ProseLine, proseLines } from './prose.js';

/** More of them say nothing more. */
const mostOfAKind = 50;

/**
 * What a careful reader would notice in the text itself: a file that was announced and forgotten, something left to be
 * filled in, a greeting to somebody else, a link that was mistyped. Quotes and code are nobody's words.
 */
export function bodyProblems(draft: Draft): Problem[] {
  const reading = new Reading(draft);
  for (const line of proseLines(draft.body)) reading.read(line);
  return [...subjectPlaceholders(draft), ...reading.problems];
}

class Reading {
  readonly problems: Problem[] = [];
  private readonly counts = new Map<string, number>();
  private wantsFile: boolean;
  private wantsGreeting: boolean;

  constructor(private readonly draft: Draft) {
    const { attachments, answers } = draft.header;
    // A forward brings the files of its message along.
    this.wantsFile = attachments.length === 0 && answers?.kind !== 'forward' && !showsPicture(draft.body);
    this.wantsGreeting = true;
  }

  read(line: ProseLine): void {
    if (this.wantsGreeting && line.text.trim() !== '') {
      this.wantsGreeting = false;
      this.greeting(line);
    }
    if (this.wantsFile) this.file(line);
    for (const { text, index } of placeholdersIn(line.text)) {
      const message = sentence('"{0}" is still to be filled in.', text);
      this.report('placeholder', message, line, index, text.length);
    }
    for (const { text, index, meant } of brokenLinks(line)) {
      const message =
        meant === undefined
          ? sentence('The link to {0} leads nowhere. Check its address.', text)
          : sentence('The link to {0} leads nowhere. Did you mean {1}?', text, meant);
      this.report('link-broken', message, line, index, text.length);
    }
  }

  private file(line: ProseLine): void {
    const found = attachmentWord(line.text);
    if (!found) return;
    this.wantsFile = false;
    const message = sentence(
      'You write “{0}”, but nothing is attached. Attach the file, or change the word.',
      found.text,
    );
    this.report('attachment-forgotten', message, line, found.index, found.text.length);
  }

  private greeting(line: ProseLine): void {
    const { to, cc, bcc } = this.draft.header;
    const found = strangeName(line.text, [...to, ...cc, ...bcc]);
    if (!found) return;
    const message = sentence('The greeting is to {0}, but no recipient is called that.', found.name);
    this.report('greeting-name', message, line, found.index, found.name.length);
  }

  private report(
    code: string,
    message: Problem['message'],
    { line, offset }: ProseLine,
    index: number,
    length: number,
  ): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count > mostOfAKind) return;
    const { bodyLine, bodyOffset } = this.draft;
    const place = bodyOffset === undefined ? {} : { place: { offset: bodyOffset + offset + index, length } };
    this.problems.push({ code, severity: 'warning', message, line: bodyLine + line, ...place });
  }
}

/** What a text calls attached may be a picture that it shows. */
function showsPicture(body: string): boolean {
  return /!\[[^\]]{0,500}\]\((?!https?:)|<img\s[^>]{0,500}src\s*=\s*["']?(?!https?:)/iu.test(body);
}

function subjectPlaceholders({ header, keyLines }: Draft): Problem[] {
  return placeholdersIn(header.subject).map(({ text }) => {
    const message = sentence('"{0}" is still to be filled in.', text);
    return { code: 'placeholder', severity: 'warning', message, line: keyLines?.subject ?? 0 };
  });
}
