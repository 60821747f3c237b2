import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Fonts for scripts beyond those of the extension, as Windows, macOS and the Linux distributions name their files; the first that has a character is used. */
const wanted = [
  /^(?:msyh|msyh\.ttc|simsun)\b/i, // Microsoft YaHei, SimSun
  /^(?:YuGothM|meiryo|msgothic)\b/i,
  /^malgun\.ttf$/i,
  /^(?:PingFang|Hiragino Sans GB|AppleSDGothicNeo|ヒラギノ角ゴシック W3)/i,
  /^NotoSans(?:Mono)?CJK.*Regular/i,
  /^(?:NotoSans(?:SC|TC|JP|KR)|SourceHanSans|wqy-microhei|DroidSansFallback)/i,
  /^(?:segoeui|tahoma|arial)\.ttf$/i,
  /^(?:Arial Unicode|SFArabic|GeezaPro)/i,
  /^NotoSans(?:Arabic|Hebrew|Devanagari|Thai|Bengali|Tamil|Symbols2?)-Regular/i,
  /^(?:Nirmala|LeelawUI|seguisym|seguiemj)\.(?:ttf|ttc)$/i,
  /^(?:Apple Symbols|DevanagariSangamMN|Thonburi)/i,
  /^(?:DejaVuSans|FreeSans|unifont)\.(?:ttf|otf)$/i,
];

let found: Promise<readonly string[]> | undefined;

/** Paths of the fonts of this system that are worth a try, the best first. */
export function systemFonts(): Promise<readonly string[]> {
  return (found ??= lookUp());
}

async function lookUp(): Promise<readonly string[]> {
  const lists = await Promise.all(folders().map(filesOf));
  const files = lists.flat().sort((a, b) => a.path.localeCompare(b.path));
  return wanted.flatMap((name) => files.filter((file) => name.test(file.name)).map(({ path }) => path));
}

function folders(): string[] {
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return [
        // The worker gets no environment that would name another place.
        'C:\\Windows\\Fonts',
        join(home, 'AppData', 'Local', 'Microsoft', 'Windows', 'Fonts'),
      ];
    case 'darwin':
      return ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library', 'Fonts')];
    default:
      return ['/usr/share/fonts', '/usr/local/share/fonts', join(home, '.local', 'share', 'fonts')];
  }
}

async function filesOf(folder: string): Promise<{ name: string; path: string }[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => /\.(?:ttf|ttc|otf)$/i.test(entry.name))
      .map(({ name, parentPath }) => ({ name, path: join(parentPath, name) }));
  } catch {
    // Not every system has every folder.
    return [];
  }
}
