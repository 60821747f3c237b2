import { type Draft, type Place, type Problem } from './draft.js';

/** Lines below the one that a problem names, in which what it names may stand: those of a paragraph. */
const linesBelow = 8;

/**
 * The stretch of the file that a problem is about: its own place, else where the address, path or word that its
 * sentence names stands, else its line without the white space around it. `text`: the file that `draft` was read from.
 */
export function problemPlace(
  text: string,
  lineStarts: readonly number[],
  draft: Draft,
  problem: Problem,
): Place {
  if (problem.place) return problem.place;
  const start = lineStarts[problem.line] ?? text.length;
  const end = lineStarts[problem.line + 1] ?? text.length;
  const named = namedPlace(draft, problem, start, end);
  if (named) return named;
  const below = lineStarts[problem.line + linesBelow] ?? text.length;
  const found = wordPlace(text.slice(start, below), problem);
  if (found) return { offset: start + found.index, length: found.length };
  const line = text.slice(start, end);
  const trimmed = line.trim();
  return { offset: start + line.length - line.trimStart().length, length: trimmed.length };
}

/** The offsets at which the lines of a text begin. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A path of the header, which may stand on its line more than once. */
function namedPlace(
  { places = [] }: Draft,
  { message }: Problem,
  start: number,
  end: number,
): Place | undefined {
  const found = places.find(
    ({ text, offset }) => offset >= start && offset < end && message.args.includes(text),
  );
  return found && { offset: found.offset, length: found.length };
}

const alt: Readonly<Record<string, RegExp>> = {
  'image-alt': /!\[[ \t]*\]\([^)\n]*\)|<img\b(?![^>]*\balt\s*=)[^>]*>/iu,
  'image-remote': /!\[[^\]]*\]\(https?:[^)\n]*\)|<img\b[^>]*>/iu,
  'image-remote-type': /!\[[^\]]*\]\(https?:[^)\n]*\)|<img\b[^>]*>/iu,
};

function wordPlace(lines: string, { code, message }: Problem): { index: number; length: number } | undefined {
  const pattern = alt[code];
  if (pattern) {
    const found = pattern.exec(lines);
    return found ? { index: found.index, length: found[0].length } : undefined;
  }
  for (const arg of message.args) {
    if (typeof arg !== 'string' || arg.length < 2) continue;
    for (const written of new Set([arg, encodeURI(arg), arg.replace(/>$/u, '')])) {
      const index = lines.indexOf(written);
      if (index >= 0) return { index, length: written.length };
    }
  }
  return undefined;
}
