import * as vscode from 'vscode';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { personalTemplates, templateFolder } from '../drafts/templateFolders.js';
import { iconless } from '../iconless.js';
import { showWarning } from '../notices.js';
import { unreadable, workspaceFiles } from '../workspaceFiles.js';

/** Bytes. What is larger is no template but something else that lies there. */
const largest = 256 * 1024;

export interface TemplateParts {
  readonly load: LoadMail;
  readonly personalFolder: vscode.Uri;
}

interface Template {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** Lets a person choose what a new draft begins with. Absent: a blank one, also where there are no templates. @throws Cancelled */
export async function chooseTemplate(parts: TemplateParts, folder: vscode.Uri): Promise<string | undefined> {
  const uris = await templatesFor(parts, folder);
  const leftOut: string[] = [];
  const read = async (uri: vscode.Uri): Promise<Template[]> => {
    try {
      return [{ uri, text: await readTemplate(uri) }];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      leftOut.push(fileNameOf(uri));
      return [];
    }
  };
  const templates = (await Promise.all(uris.map(read))).flat();
  if (leftOut.length > 0) tellLeftOut(leftOut);
  return templates.length > 0 ? pick(parts.load, folder, templates) : undefined;
}

/** The text of a template that is named: by its place, or by its file name with or without its ending. @throws Failure `file-unreadable` */
export async function namedTemplate(
  parts: TemplateParts,
  folder: vscode.Uri,
  named: vscode.Uri | string,
): Promise<string> {
  const { module } = await parts.load();
  if (typeof named !== 'string') return module.templateText(await readTemplate(named));
  const uris = await templatesFor(parts, folder);
  const found = uris.find((uri) => fileNameOf(uri) === named) ?? uris.find((uri) => stemOf(uri) === named);
  return module.templateText(await readTemplate(found ?? vscode.Uri.joinPath(folder, named)));
}

async function templatesFor({ personalFolder }: TemplateParts, folder: vscode.Uri): Promise<vscode.Uri[]> {
  const folders = [templateFolder(folder) ?? [], personalTemplates(personalFolder)].flat();
  const listed = folders.map(async (each) => {
    // A folder that is not there has no templates: the setting may be meant for other workspaces.
    const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(each)).catch(() => []);
    return entries.flatMap(([name, type]) =>
      type & vscode.FileType.File && name.endsWith('.md') ? [vscode.Uri.joinPath(each, name)] : [],
    );
  });
  const all = new Map((await Promise.all(listed)).flat().map((uri) => [uri.toString(), uri]));
  return [...all.values()].sort((one, other) => stemOf(one).localeCompare(stemOf(other)));
}

/** @throws Failure `file-unreadable` */
async function readTemplate(uri: vscode.Uri): Promise<string> {
  const facts = await workspaceFiles.facts(uri.toString());
  if (facts?.kind !== 'file') throw unreadable(uri);
  if (facts.size > largest) throw noTemplate(uri);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await workspaceFiles.read(uri.toString()));
  } catch (error) {
    throw error instanceof Failure ? error : noTemplate(uri);
  }
}

function noTemplate(uri: vscode.Uri): Failure {
  return new Failure(
    'file-unreadable',
    sentence('The template "{0}" is larger than 256 KB or is not stored as UTF-8.', fileNameOf(uri)),
    sentence('Make it smaller or save it as UTF-8, then try again.'),
  );
}

function tellLeftOut(names: readonly string[]): void {
  void showWarning(
    vscode.l10n.t(
      'Left out: {0}; a template must be readable, stored as UTF-8, and no larger than 256 KB.',
      [...names].sort().join(', '),
    ),
  );
}

async function pick(
  load: LoadMail,
  folder: vscode.Uri,
  templates: readonly Template[],
): Promise<string | undefined> {
  const { module } = await load();
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const blank: { label: string; template?: string } = { label: `$(new-file) ${vscode.l10n.t('Blank')}` };
  const items = await Promise.all(
    templates.map(async ({ uri, text }) => ({
      label: `$(note) ${iconless(stemOf(uri))}`,
      description: iconless(module.templateSubject(text) ?? ''),
      ...(await placeOutside(uri, root)),
      template: text,
    })),
  );
  const chosen = await vscode.window.showQuickPick([blank, ...items], {
    title: vscode.l10n.t('New Draft'),
    placeHolder: vscode.l10n.t('Choose what the draft begins with'),
    matchOnDescription: true,
  });
  if (!chosen) throw new Cancelled();
  return chosen.template === undefined ? undefined : module.templateText(chosen.template);
}

/** A stranger's folder may name another as its own: who chooses a text from outside of it sees from where. */
async function placeOutside(uri: vscode.Uri, root: vscode.Uri): Promise<{ detail?: string }> {
  const [real, realRoot] = await Promise.all(
    [uri, root].map(async (each) =>
      vscode.Uri.parse(await workspaceFiles.realLocation(each.toString()), true),
    ),
  );
  if (!real || !realRoot || real.path.startsWith(`${realRoot.path}/`)) return {};
  return { detail: iconless(real.scheme === 'file' ? real.fsPath : real.toString(true)) };
}

function stemOf(uri: vscode.Uri): string {
  return fileNameOf(uri).replace(/(?:\.mail)?\.md$/u, '');
}
