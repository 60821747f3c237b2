import * as vscode from 'vscode';
import { Failure } from '../../failure.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type DroppedFile, PickedFiles } from '../drafts/fileAttacher.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { freePlace, newFile } from '../newFile.js';
import { showError } from '../notices.js';
import { describe } from '../translate.js';
import { draftSelector, isInHeader, isWritten } from './draftText.js';

const kinds = {
  attach: vscode.DocumentDropOrPasteEditKind.Empty.append('markdownMail', 'attach'),
  picture: vscode.DocumentDropOrPasteEditKind.Empty.append('markdownMail', 'picture'),
  markdown: vscode.DocumentDropOrPasteEditKind.Empty.append('markdownMail', 'markdown'),
};
/** VS Code's own Markdown support links pictures that are files; that is what one means in a text. */
const markdownLink = vscode.DocumentDropOrPasteEditKind.Empty.append('markdown', 'link');

const files = 'files';
const uriList = 'text/uri-list';
const html = 'text/html';
/** What was copied in VS Code itself is text, also where it comes with colours. */
const fromEditor = 'vscode-editor-data';

const pictureType = /^image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml)$/u;
const pictureName = /\.(?:png|jpe?g|gif|webp|avif|bmp|svg)$/iu;

class AttachEdit extends vscode.DocumentDropEdit {
  constructor(
    readonly draft: vscode.Uri,
    readonly files: readonly DroppedFile[],
  ) {
    super('', attachTitle(files), kinds.attach);
    if (files.every(isPicture)) this.yieldTo = [markdownLink];
  }
}

class PasteEdit extends vscode.DocumentPasteEdit {
  /** What is done when this edit is the one that is chosen. A text that it gives takes the place of the promised one. */
  finish?: () => Promise<string | undefined>;
}

/** Files become attachments, a picture of the clipboard a file beside the draft, rich text Markdown. */
export function dropAndPaste(load: LoadMail): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerDocumentDropEditProvider(draftSelector, dropProvider, {
      providedDropEditKinds: [kinds.attach],
      dropMimeTypes: [uriList, files],
    }),
    languages.registerDocumentPasteEditProvider(draftSelector, pasteProvider(load), {
      providedPasteEditKinds: Object.values(kinds),
      pasteMimeTypes: [uriList, files, 'image/*', html],
    }),
  );
}

export const dropProvider: vscode.DocumentDropEditProvider<AttachEdit> = {
  async provideDocumentDropEdits(document, _position, data) {
    const dropped = isWritten(document) ? await filesOf(data) : [];
    return dropped.length > 0 ? new AttachEdit(document.uri, dropped) : undefined;
  },
  async resolveDocumentDropEdit(edit) {
    await attach(edit.draft, edit.files);
    return edit;
  },
};

/** As a command, so that what goes wrong is told as everywhere: VS Code would show the code of a failure. */
async function attach(draft: vscode.Uri, dropped: readonly DroppedFile[]): Promise<void> {
  await vscode.commands.executeCommand('markdownMail.attachFiles', draft, new PickedFiles(dropped));
}

export function pasteProvider(load: LoadMail): vscode.DocumentPasteEditProvider<PasteEdit> {
  return {
    async provideDocumentPasteEdits(document, ranges, data, _context, token) {
      const [range] = ranges;
      if (!range || ranges.length > 1 || !isWritten(document)) return undefined;
      const inHeader = isInHeader(document, range.start);
      const picture = inHeader ? undefined : pictureOf(data);
      if (picture) return [await picturePaste(document.uri, picture)];
      const pasted = await filesOf(data);
      if (pasted.length > 0) return [attachPaste(document.uri, pasted)];
      if (inHeader || isInCode(document, range.start) || token.isCancellationRequested) return undefined;
      return richText(load, data);
    },
    async resolveDocumentPasteEdit(edit) {
      const insertText = await edit.finish?.();
      // A snippet that comes back from here is inserted as nothing (VS Code 1.139): it stays the one that was given.
      return { ...edit, insertText } as unknown as PasteEdit;
    },
  };
}

/** A file that the clipboard holds without a name of its own, as screenshots are. */
function pictureOf(data: vscode.DataTransfer): vscode.DataTransferFile | undefined {
  if (data.get(uriList)) return undefined;
  for (const [type, item] of data) {
    const file = pictureType.test(type) ? item.asFile() : undefined;
    if (file && !file.uri) return file;
  }
  return undefined;
}

async function picturePaste(draft: vscode.Uri, file: vscode.DataTransferFile): Promise<PasteEdit> {
  const ending = pictureName.exec(file.name)?.[0] ?? '.png';
  const name = fileNameOf(draft).replace(/\.mail\.md$/u, ending);
  const folder = vscode.Uri.joinPath(draft, '..');
  const promised = fileNameOf(await freePlace(folder, name));
  const what = vscode.l10n.t('what the picture shows');
  const text = new vscode.SnippetString('![').appendPlaceholder(what).appendText(`](${linkTo(promised)})`);
  const edit = new PasteEdit(text, vscode.l10n.t('Insert Picture'), kinds.picture);
  // The clipboard is out of reach once an edit is chosen.
  const bytes = await file.data();
  edit.finish = async () => {
    const saved = await savedPicture(folder, promised, bytes);
    // Somebody took the name meanwhile, and keeps it.
    return saved === promised ? undefined : `![${what}](${linkTo(saved)})`;
  };
  return edit;
}

/** Resolves to its name. @throws CancellationError, by which nothing is pasted; why is told */
async function savedPicture(folder: vscode.Uri, name: string, bytes: Uint8Array): Promise<string> {
  try {
    return fileNameOf(await newFile(folder, name, bytes));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    void showError(describe(error));
    throw new vscode.CancellationError();
  }
}

function linkTo(name: string): string {
  return encodeURI(name).replaceAll('(', '%28').replaceAll(')', '%29');
}

function attachPaste(draft: vscode.Uri, pasted: readonly DroppedFile[]): PasteEdit {
  const edit = new PasteEdit('', attachTitle(pasted), kinds.attach);
  if (pasted.every(isPicture)) edit.yieldTo = [markdownLink];
  edit.finish = async () => {
    await attach(draft, pasted);
    return undefined;
  };
  return edit;
}

/** Absent: the clipboard holds no rich text, or none that says more than its plain text. */
async function richText(load: LoadMail, data: vscode.DataTransfer): Promise<PasteEdit[] | undefined> {
  const rich = data.get(html);
  if (!rich || data.get(fromEditor)) return undefined;
  const { module } = await load();
  const markdown = (await module.pastedMarkdown(await rich.asString())).replace(/\n$/u, '');
  const plain = (await data.get('text/plain')?.asString()) ?? '';
  if (markdown === '' || markdown === plain.replaceAll('\r\n', '\n').trimEnd()) return undefined;
  return [new PasteEdit(markdown, vscode.l10n.t('Paste as Markdown'), kinds.markdown)];
}

/** In a fenced block what is pasted stays as it is. */
function isInCode(document: vscode.TextDocument, { line }: vscode.Position): boolean {
  let fence: string | undefined;
  for (let at = 0; at < line; at++) {
    const sign = /^ {0,3}(`{3,}|~{3,})/u.exec(document.lineAt(at).text)?.[1];
    if (sign && fence === undefined) fence = sign;
    else if (sign && fence !== undefined && sign.startsWith(fence)) fence = undefined;
  }
  return fence !== undefined;
}

async function filesOf(data: vscode.DataTransfer): Promise<DroppedFile[]> {
  const named = ((await data.get(uriList)?.asString()) ?? '')
    .split(/\r?\n/u)
    .filter((line) => /^(?:file|vscode-remote|vscode-vfs|vscode-local|memfs):/u.test(line))
    .map((line) => ({ uri: vscode.Uri.parse(line, true) }));
  if (named.length > 0) return named;
  const dropped: DroppedFile[] = [];
  for (const [, item] of data) {
    const file = item.asFile();
    if (file?.uri) dropped.push({ uri: file.uri });
    else if (file) {
      const bytes = await file.data();
      dropped.push({ name: file.name, bytes: () => Promise.resolve(bytes) });
    }
  }
  return dropped;
}

function isPicture(file: DroppedFile): boolean {
  return pictureName.test('uri' in file ? file.uri.path : file.name);
}

function attachTitle(list: readonly DroppedFile[]): string {
  return list.length === 1 ? vscode.l10n.t('Attach to the Mail') : vscode.l10n.t('Attach All to the Mail');
}
