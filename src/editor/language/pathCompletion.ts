import * as vscode from 'vscode';
import { type ValuePlace } from '../../draft/help/completionPlace.js';
import { type Ignorable, type ignoreRules } from '../../draft/help/ignoreRules.js';
import { isDraft } from '../drafts/draftFile.js';
import { workspaceFiles } from '../workspaceFiles.js';
import { type ItemRange } from './headerCompletion.js';

export interface PathParts {
  readonly range: ItemRange;
  /** What the draft attaches already. */
  readonly named: readonly string[];
  /** A path as YAML takes it. */
  readonly write: (path: string) => string;
  readonly rules: typeof ignoreRules;
}

/** A folder with more of them is listed in part. */
const mostEntries = 1000;

/** Files and folders below the folder that was typed so far, without hidden and ignored ones. */
export async function pathItems(
  draft: vscode.Uri,
  { typed, key, needsSpace }: ValuePlace,
  { range, named, write, rules }: PathParts,
  token: vscode.CancellationToken,
): Promise<vscode.CompletionList | undefined> {
  const begun = typed.replace(/^["']/u, '').replaceAll('\\', '/');
  const quote = /^["']/u.exec(typed)?.[0] ?? '';
  const folder = begun.slice(0, begun.lastIndexOf('/') + 1);
  const location = vscode.Uri.parse(
    workspaceFiles.resolve(draft.toString(), folder === '' ? '.' : folder),
    true,
  );
  const entries = await listed(location, rules);
  if (token.isCancellationRequested) return undefined;
  const items = entries.flatMap(({ name, isFolder }): vscode.CompletionItem[] => {
    const path = `${folder}${name}`;
    if (!isFolder && (named.includes(path) || !suits(key, name))) return [];
    const kind = isFolder ? vscode.CompletionItemKind.Folder : vscode.CompletionItemKind.File;
    const item = new vscode.CompletionItem(isFolder ? `${name}/` : name, kind);
    const text = isFolder ? `${path}/` : path;
    // A folder is not the end of a path, so a quote would stand in the way of what comes next.
    item.insertText = `${needsSpace ? ' ' : ''}${isFolder ? quote + text : write(text)}`;
    item.filterText = quote + text;
    item.sortText = `${isFolder ? 1 : 0}${name.toLowerCase()}`;
    item.range = range;
    if (isFolder) item.command = { command: 'editor.action.triggerSuggest', title: '' };
    return [item];
  });
  return new vscode.CompletionList(items.slice(0, mostEntries), items.length > mostEntries);
}

/** A signature is Markdown or text, and no draft is attached to another by chance. */
function suits(key: ValuePlace['key'], name: string): boolean {
  if (key === 'signature') return /\.(?:md|markdown|txt)$/iu.test(name) && !/\.mail\.md$/iu.test(name);
  return !isDraft(vscode.Uri.from({ scheme: 'file', path: `/${name}` }));
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

async function listed(folder: vscode.Uri, rules: typeof ignoreRules): Promise<Entry[]> {
  const found = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  const isIgnored = await ignoredIn(folder, rules);
  return found
    .map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }))
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .filter(({ name, isFolder }) => !isIgnored({ path: name, isFolder }));
}

/** The rules of every `.gitignore` from the folder up to that of the workspace, and VS Code's `files.exclude`. */
async function ignoredIn(
  folder: vscode.Uri,
  rules: typeof ignoreRules,
): Promise<(file: Ignorable) => boolean> {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri;
  const tests: ((file: Ignorable) => boolean)[] = [];
  const excluded = vscode.workspace
    .getConfiguration('files', folder)
    .get<Record<string, unknown>>('exclude', {});
  const patterns = Object.keys(excluded).filter((pattern) => excluded[pattern] === true);
  tests.push(rules(patterns.map((pattern) => pattern.replace(/^\*\*\//u, '')).join('\n')));
  let below = '';
  for (let at = folder, steps = 0; root && steps < 32; at = vscode.Uri.joinPath(at, '..'), steps++) {
    const text = await readText(vscode.Uri.joinPath(at, '.gitignore'));
    const prefix = below;
    if (text !== undefined) {
      const test = rules(text);
      tests.push(
        ({ path, isFolder }) => test({ path: `${prefix}${path}`, isFolder }) || isParentIgnored(test, prefix),
      );
    }
    if (at.path === root.path || at.path === '/') break;
    below = `${at.path.slice(at.path.lastIndexOf('/') + 1)}/${below}`;
  }
  return (file) => tests.some((test) => test(file));
}

function isParentIgnored(test: (file: Ignorable) => boolean, prefix: string): boolean {
  const names = prefix.split('/').slice(0, -1);
  return names.some((_, at) => test({ path: names.slice(0, at + 1).join('/'), isFolder: true }));
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Most folders have none.
    return undefined;
  }
}
