/** A file or folder below the folder of the rules; `path` with `/` between names. */
export interface Ignorable {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * Whether the lines of a `.gitignore` leave a file out, of patterns as gitignore(5) has them: the last that fits
 * decides, `!` takes back, a `/` at the end means folders, one elsewhere binds to the folder of the rules. No pattern
 * takes longer than its length times that of the path: rules come from strangers, too.
 */
export function ignoreRules(text: string): (file: Ignorable) => boolean {
  const rules = text.split(/\r?\n/u).flatMap((line) => ruleOf(line) ?? []);
  return ({ path, isFolder }) => {
    const names = path.split('/');
    const last = rules.findLast(
      ({ pattern, foldersOnly }) => (!foldersOnly || isFolder) && fits(pattern, names),
    );
    return last !== undefined && !last.takesBack;
  };
}

interface Rule {
  /** One part for each name of a path; `**` stands for any number of names. */
  readonly pattern: readonly (readonly Sign[] | '**')[];
  readonly foldersOnly: boolean;
  readonly takesBack: boolean;
}

/** Takes one character; `*` any number of them. */
type Sign = '*' | ((character: string) => boolean);

function ruleOf(line: string): Rule | undefined {
  if (line.startsWith('#') || line.length > 1000) return undefined;
  const takesBack = line.startsWith('!');
  const whole = (takesBack ? line.slice(1) : line).replace(/(?<!\\)\s+$/u, '');
  const foldersOnly = whole.endsWith('/');
  const glob = foldersOnly ? whole.slice(0, -1) : whole;
  if (glob === '') return undefined;
  const parts = glob.replace(/^\//u, '').split('/');
  const pattern = parts.map((part) => (part === '**' ? part : signsOf(part)));
  return { pattern: glob.includes('/') ? pattern : ['**', ...pattern], foldersOnly, takesBack };
}

function signsOf(part: string): Sign[] {
  const pieces = part.match(/\*+|\?|\[!?[^\]]+\]|\\.|./gsu) ?? [];
  return pieces.map((piece): Sign => {
    if (piece.startsWith('*')) return '*';
    if (piece === '?') return () => true;
    if (piece.length > 2) return setOf(piece.slice(1, -1));
    const literal = piece.length === 2 ? piece.slice(1) : piece;
    return (character) => character === literal;
  });
}

/** `a-z_` or `!0-9`, of what stands between brackets. */
function setOf(inner: string): Sign {
  const excludes = inner.startsWith('!');
  const ranges = [...(excludes ? inner.slice(1) : inner).matchAll(/(.)-(.)|(.)/gsu)].map(
    ([, from, to, single]) => [from ?? single ?? '', to ?? single ?? ''] as const,
  );
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== excludes;
}

function fits(pattern: Rule['pattern'], names: readonly string[]): boolean {
  // At the end of a pattern, `**` stands for one name at least.
  const atEnd = pattern.length > 1 && pattern.at(-1) === '**';
  return (
    matches(pattern, names, '**', (part, name) => part !== '**' && nameFits(part, name)) &&
    (!atEnd || names.length > pattern.filter((part) => part !== '**').length)
  );
}

function nameFits(signs: readonly Sign[], name: string): boolean {
  return matches(signs, [...name], '*', (sign, character) => sign !== '*' && sign(character));
}

/** Only the last star has to be tried again: what one before it took can stay as short as it is. */
function matches<P, T>(
  pattern: readonly P[],
  texts: readonly T[],
  star: P,
  one: (part: P, text: T) => boolean,
): boolean {
  let [at, from, starAt, taken] = [0, 0, -1, 0];
  while (from < texts.length) {
    const [part, text] = [pattern[at], texts[from]];
    if (at < pattern.length && part === star) {
      starAt = at++;
      taken = from;
    } else if (at < pattern.length && one(part as P, text as T)) {
      at++;
      from++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      from = ++taken;
    } else return false;
  }
  while (at < pattern.length && pattern[at] === star) at++;
  return at === pattern.length;
}
