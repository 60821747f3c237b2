/** A file or folder below the folder of the rules; `path` with `/` between names. */
export interface Ignorable {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * Whether the lines of a `.gitignore` leave a file out, of patterns as gitignore(5) has them: the last that fits
 * decides, `!` takes back, a `/` at the end means folders, one elsewhere binds to the folder of the rules.
 */
export function ignoreRules(text: string): (file: Ignorable) => boolean {
  const rules = text.split(/\r?\n/u).flatMap((line) => ruleOf(line) ?? []);
  return (file) => {
    const last = rules.findLast(
      ({ pattern, foldersOnly }) => (!foldersOnly || file.isFolder) && pattern.test(file.path),
    );
    return last !== undefined && !last.takesBack;
  };
}

interface Rule {
  readonly pattern: RegExp;
  readonly foldersOnly: boolean;
  readonly takesBack: boolean;
}

function ruleOf(line: string): Rule | undefined {
  if (line.startsWith('#') || line.length > 1000) return undefined;
  const takesBack = line.startsWith('!');
  const whole = (takesBack ? line.slice(1) : line).replace(/(?<!\\)\s+$/u, '');
  const foldersOnly = whole.endsWith('/');
  const glob = foldersOnly ? whole.slice(0, -1) : whole;
  if (glob === '') return undefined;
  const bound = glob.includes('/');
  const pattern = globPattern(glob.replace(/^\//u, ''), bound);
  return pattern && { pattern, foldersOnly, takesBack };
}

function globPattern(glob: string, bound: boolean): RegExp | undefined {
  let source = '';
  for (const part of glob.match(/\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]+\]|\\.|[^*?[\\]+|[[\\]/gu) ?? []) {
    if (part === '**/') source += '(?:[^/]+/)*';
    else if (part === '/**') source += '/.+';
    else if (part.startsWith('*')) source += '[^/]*';
    else if (part === '?') source += '[^/]';
    else if (/^\[.+\]$/u.test(part)) source += part.replace(/^\[!/u, '[^');
    else source += (part.startsWith('\\') ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  }
  try {
    return new RegExp(`^${bound ? '' : '(?:.*/)?'}${source}$`);
  } catch {
    // A range that is none, such as `[z-a]`, fits nothing.
    return undefined;
  }
}
