import { sentence } from '../../failure.js';
import { editDistance } from '../headerKeys.js';
import { yamlText } from '../headerLists.js';
import { removingItem } from './addressFixes.js';
import {
  type Broken,
  type Fix,
  type FixFacts,
  type FixFor,
  lineAround,
  replacing,
  writtenAt,
} from './fix.js';
import { settingKey } from './headerLines.js';

const mostOffered = 4;

/** Paths that a path may have meant, the likeliest first: the same name elsewhere, then names that differ little. */
function nearPaths(path: string, files: readonly string[]): string[] {
  const wanted = nameOf(path).toLowerCase();
  const stem = wanted.replace(/\.[^.]*$/u, '');
  const ranked = files.flatMap((file) => {
    const name = nameOf(file).toLowerCase();
    if (file === path) return [];
    if (name === wanted) return [{ file, rank: 0 }];
    const distance = editDistance(name, wanted);
    if (distance <= (wanted.length > 6 ? 2 : 1)) return [{ file, rank: distance }];
    const same = stem.length > 2 && name.replace(/\.[^.]*$/u, '') === stem;
    return same ? [{ file, rank: 2.5 }] : [];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.file.length - b.file.length || (a.file < b.file ? -1 : 1))
    .slice(0, mostOffered)
    .map(({ file }) => file);
}

function nameOf(path: string): string {
  return path.split(/[/\\]/u).at(-1) ?? path;
}

function renamed(broken: Broken, { files }: FixFacts, path: string, write: (path: string) => string): Fix[] {
  return nearPaths(path, files).map((file, at): Fix => {
    const fix = { title: sentence('Change to {0}', file), changes: [replacing(broken.place, write(file))] };
    return at === 0 ? { ...fix, preferred: true } : fix;
  });
}

/** Between quotes YAML takes a path as it is, but for what the quotes themselves ask. */
function asYaml({ text, place }: Broken): (path: string) => string {
  const quote = text.charAt(place.offset - 1);
  if (quote === '"') return (path) => JSON.stringify(path).slice(1, -1);
  return quote === "'" ? (path) => path.replaceAll("'", "''") : yamlText;
}

export const missingAttachment: FixFor = (broken, facts) => [
  ...renamed(broken, facts, writtenAt(broken), asYaml(broken)),
  { title: sentence('Remove this attachment'), changes: [removingWhole(broken)] },
];

/** Of `{path: a.pdf, name: b}` and of an item of several lines more goes than the path. */
function removingWhole({ text, place }: Broken): Fix['changes'][number] {
  const { start, text: line } = lineAround(text, place.offset);
  const column = place.offset - start;
  const open = line.lastIndexOf('{', column);
  const close = line.indexOf('}', column);
  if (open >= 0 && close > open && !line.slice(open, column).includes('}'))
    return removingItem(text, { offset: start + open, length: close + 1 - open });
  if (!/^[ \t]*-[ \t]+path[ \t]*:/u.test(line)) return removingItem(text, place);
  const indent = /^[ \t]*/u.exec(line)?.[0].length ?? 0;
  let end = text.indexOf('\n', start) + 1 || text.length;
  for (let next = lineAround(text, end); end < text.length; next = lineAround(text, end)) {
    if (!/^[ \t]+[^\s-]/u.test(next.text) || (/^[ \t]*/u.exec(next.text)?.[0].length ?? 0) <= indent) break;
    end = text.indexOf('\n', end) + 1 || text.length;
  }
  return { offset: start, length: end - start, text: '' };
}

export const missingSignature: FixFor = (broken, facts) => {
  const none = settingKey(broken.text, 'signature', 'false');
  const fixes = renamed(broken, facts, writtenAt(broken), asYaml(broken));
  return none ? [...fixes, { title: sentence('Write {0}', 'signature: false'), changes: [none] }] : fixes;
};

/** A target of Markdown ends at a space or a bracket, unless these are percent-encoded (CommonMark §6.3). */
export const missingPicture: FixFor = (broken, facts) => {
  let path = writtenAt(broken);
  try {
    path = decodeURIComponent(path);
  } catch {
    // It is no percent-encoding, then.
  }
  return renamed(broken, facts, path, (file) =>
    file.replace(
      /[%\s()<>"\\]/gu,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  );
};
