import { sentence } from '../../failure.js';
import { parseDraft } from '../parseDraft.js';
import { strangeName } from '../writing/greetingName.js';
import { brokenLinks } from '../writing/links.js';
import { type Fix, type FixFor, lineAround, replacing, writtenAt } from './fix.js';

export const removePlaceholder: FixFor = ({ text, place }) => {
  const line = lineAround(text, place.offset);
  // A space on both sides would leave two.
  const spaced =
    /\s/u.test(text.charAt(place.offset - 1)) && /[ \t]/u.test(text.charAt(place.offset + place.length));
  const alone = line.text.trim().length === place.length;
  const length = place.length + (spaced && !alone ? 1 : 0);
  // A line may have more problems, and VS Code lists the fixes of all together.
  const what = text.slice(place.offset, place.offset + Math.min(place.length, 30));
  return [
    {
      title: sentence('Fill in “{0}”', what),
      changes: [replacing(place, '')],
      select: { offset: place.offset, length: 0 },
    },
    {
      title: sentence('Remove “{0}”', what),
      changes: [{ offset: place.offset, length, text: '' }],
      preferred: true,
    },
  ];
};

export const greetRecipient: FixFor = ({ text, place }) => {
  const { to, cc, bcc } = parseDraft(text).header;
  const line = lineAround(text, place.offset);
  const found = strangeName(line.text, [...to, ...cc, ...bcc]);
  if (found?.index !== place.offset - line.start) return [];
  return found.expected.slice(0, 5).map((name, at): Fix => ({
    title: sentence('Greet {0}', name),
    changes: [replacing(place, name)],
    ...(at === 0 && found.expected.length === 1 ? { preferred: true } : {}),
  }));
};

export const mendLink: FixFor = ({ text, place }) => {
  const { start, text: line } = lineAround(text, place.offset);
  const found = brokenLinks({ text: line, written: line }).find(
    ({ index }) => index === place.offset - start,
  );
  if (found?.meant === undefined) return [];
  return [
    {
      title: sentence('Change to {0}', found.meant),
      changes: [{ offset: place.offset, length: found.text.length, text: found.meant }],
      preferred: true,
    },
  ];
};

/** `www.example.com` and `example.com/page` are addresses of the web without their beginning. */
export const completeLink: FixFor = ({ text, place }) => {
  const line = lineAround(text, place.offset);
  const slip =
    /\]\(<?((?:https?\/\/|\/\/)?)((?:www\.)?[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.[\p{L}]{2,}(?::\d+)?(?:[/?#][^\s()<>]*)?)>?[\s)]/iu;
  const found = slip.exec(line.text);
  const [whole, begun = '', rest = ''] = found ?? [];
  const scheme =
    begun !== '' ||
    /^www\./iu.test(rest) ||
    rest.includes('/') ||
    /\.(?:com|org|net|io|dev|edu|gov|de|uk|fr|eu|info)$/iu.test(rest);
  if (!found || whole === undefined || !scheme) return [];
  const offset = line.start + found.index + whole.indexOf(begun + rest, 2);
  const target = `${begun.startsWith('http//') ? 'http' : 'https'}://${rest}`;
  const change = { offset, length: begun.length + rest.length, text: target };
  return [{ title: sentence('Change to {0}', target), changes: [change], preferred: true }];
};

/** The writer says what the picture shows; its file's name is a beginning. */
export const describePicture: FixFor = ({ text, place }) => {
  const { start, text: line } = lineAround(text, place.offset);
  const markdown = /!\[[ \t]*\](?=\(<?([^)>]*))/u.exec(line);
  if (markdown) {
    const alt = readable(markdown[1] ?? '');
    const change = { offset: start + markdown.index, length: markdown[0].length, text: `![${alt}]` };
    return [described(change, alt, change.offset + 2)];
  }
  const tag = /<img\b(?![^>]*\balt\s*=)([^>]*?)(?=\s*\/?>)/iu.exec(line);
  if (!tag) return [];
  const alt = readable(/\bsrc\s*=\s*["']?([^"'\s>]*)/iu.exec(tag[0])?.[1] ?? '');
  const change = { offset: start + tag.index + tag[0].length, length: 0, text: ` alt="${alt}"` };
  return [described(change, alt, change.offset + 6)];
};

function described(change: Fix['changes'][number], alt: string, offset: number): Fix {
  return {
    title: alt === '' ? sentence('Describe the picture') : sentence('Describe it as “{0}”', alt),
    changes: [change],
    preferred: true,
    select: { offset, length: alt.length },
  };
}

/** `figures/floor-plan_2.png` as words. */
function readable(path: string): string {
  const name = path.split(/[?#]/u)[0]?.split(/[/\\]/u).at(-1) ?? '';
  const stem = name.replace(/\.[^.]*$/u, '');
  let words = stem;
  try {
    words = decodeURIComponent(stem);
  } catch {
    // Kept as it stands.
  }
  return words
    .replace(/[[\]"<>]/gu, '')
    .replace(/[-_\s]+/gu, ' ')
    .trim();
}

/** The level that the problem names last. */
export const headingLevel: FixFor = ({ text, place, args }) => {
  const level = Number(args.at(-1));
  const line = lineAround(text, place.offset);
  const marks = /^( {0,3})(#{1,6})(?=[ \t])/u.exec(line.text);
  if (!marks || !Number.isInteger(level) || level < 1 || level > 6) return [];
  const change = {
    offset: line.start + (marks[1]?.length ?? 0),
    length: marks[2]?.length ?? 0,
    text: '#'.repeat(level),
  };
  return [{ title: sentence('Make it a heading of level {0}', level), changes: [change], preferred: true }];
};

/** As text that shows the tag. */
export const showTag: FixFor = (broken) => {
  const tag = writtenAt(broken);
  if (!/^<[^`\n]*>?$/u.test(tag)) return [];
  const line = lineAround(broken.text, broken.place.offset);
  const rest = line.text.slice(broken.place.offset - line.start);
  const whole = /^<[^>`]*>/u.exec(rest)?.[0] ?? tag;
  const change = { offset: broken.place.offset, length: whole.length, text: `\`${whole}\`` };
  return [{ title: sentence('Show it as code'), changes: [change] }];
};
