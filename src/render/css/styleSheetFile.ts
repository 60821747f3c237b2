import { type Problem } from '../../draft/draft.js';
import { type Sentence, sentence } from '../../failure.js';
import { type LeftOut, readStyleSheet, type StyleSheet } from './styleSheet.js';

interface Known {
  readonly overrides: StyleSheet['overrides'];
  readonly problems: readonly Problem[];
}

/** By its bytes, which stay the same array as long as the file does: a keystroke must not parse it again. */
const known = new WeakMap<Uint8Array, Known>();

/** A style sheet with what is wrong with it; problems name its own lines, from 1, and stand on line 0 of the draft. */
export function styleSheetIn(bytes: Uint8Array, text: string, path: string): Known {
  const before = known.get(bytes);
  if (before) return before;
  const { overrides, leftOut, unreadable } = readStyleSheet(text);
  const problems = [
    ...unreadableProblem(unreadable, path),
    ...kinds.flatMap((kind) => ignored(kind, leftOut, path)),
  ];
  known.set(bytes, { overrides, problems });
  return { overrides, problems };
}

const kinds = ['selector', 'property', 'value', 'rule'] as const;

function unreadableProblem(lines: readonly number[], path: string): Problem[] {
  const [first] = lines;
  if (first === undefined) return [];
  const message = sentence('Line {1} of the style sheet {0} can’t be read, and is left out.', path, first);
  return [{ code: 'css-invalid', severity: 'warning', message, line: 0 }];
}

/** One problem for all of a kind, with the lines in which they stand. */
function ignored(kind: LeftOut['kind'], all: readonly LeftOut[], path: string): Problem[] {
  const names = new Map<string, number>();
  for (const { kind: its, name, line } of all) if (its === kind && !names.has(name)) names.set(name, line);
  if (names.size === 0) return [];
  const listed = [...names].slice(0, 6).map(([name, line]) => `${name} (${line})`);
  if (names.size > listed.length) listed.push('…');
  return [
    {
      code: 'css-ignored',
      severity: 'information',
      message: sentences[kind](path, listed.join(', ')),
      line: 0,
    },
  ];
}

const sentences: Readonly<Record<LeftOut['kind'], (path: string, names: string) => Sentence>> = {
  selector: (path, names) =>
    sentence(
      'These selectors of {0} reach nothing in a mail (with their lines): {1}. Name elements, such as h1 or pre.',
      path,
      names,
    ),
  property: (path, names) =>
    sentence(
      'Mail programs don’t do these properties of {0} there, so they are left out (with their lines): {1}.',
      path,
      names,
    ),
  value: (path, names) =>
    sentence(
      'These values of {0} are left out (with their lines): {1}. Mail takes solid colours, px, pt and em.',
      path,
      names,
    ),
  rule: (path, names) =>
    sentence(
      'These rules of {0} are left out (with their lines): {1}. Mail takes plain rules, and nothing is fetched.',
      path,
      names,
    ),
};
