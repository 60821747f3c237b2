import * as vscode from 'vscode';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type DroppedFile, type FileAttacher } from '../drafts/fileAttacher.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { freePlace } from '../newFile.js';
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
  constructor(readonly files: readonly DroppedFile[]) {
    super('', attachTitle(files), kinds.attach);
    if (files.every(isPicture)) this.yieldTo = [markdownLink];
  }
}

class PasteEdit extends vscode.DocumentPasteEdit {
  /** What is done when this edit is the one that is chosen. */
  finish?: () => Promise<void>;
}

/** Files become attachments, a picture of the clipboard a file beside the draft, rich text Markdown. */
export function dropAndPaste(load: LoadMail, attacher: FileAttacher): vscode.Disposable {
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerDocumentDropEditProvider(draftSelector, dropProvider(attacher), {
      providedDropEditKinds: [kinds.attach],
      dropMimeTypes: [uriList, files],
    }),
    languages.registerDocumentPasteEditProvider(draftSelector, pasteProvider(load, attacher), {
      providedPasteEditKinds: Object.values(kinds),
      pasteMimeTypes: [uriList, files, 'image/*', html],
    }),
  );
}

function dropProvider(attacher: FileAttacher): vscode.DocumentDropEditProvider<AttachEdit> {
  let draft: vscode.Uri | undefined;
  return {
    async provideDocumentDropEdits(document, _position, data) {
      const dropped = isWritten(document) ? await filesOf(data) : [];
      draft = document.uri;
      return dropped.length > 0 ? new AttachEdit(dropped) : undefined;
    },
    async resolveDocumentDropEdit(edit) {
      if (draft) await attacher.attach(draft, edit.files, true);
      return edit;
    },
  };
}

function pasteProvider(load: LoadMail, attacher: FileAttacher): vscode.DocumentPasteEditProvider<PasteEdit> {
  return {
    async provideDocumentPasteEdits(document, ranges, data, _context, token) {
      const [range] = ranges;
      if (!range || ranges.length > 1 || !isWritten(document)) return undefined;
      const inHeader = isInHeader(document, range.start);
      const picture = inHeader ? undefined : pictureOf(data);
      if (picture) return [await picturePaste(document.uri, picture)];
      const pasted = await filesOf(data);
      if (pasted.length > 0) return [attachPaste(document.uri, pasted, attacher)];
      if (inHeader || isInCode(document, range.start) || token.isCancellationRequested) return undefined;
      return richText(load, data);
    },
    async resolveDocumentPasteEdit(edit) {
      await edit.finish?.();
      // A snippet that comes back from here is inserted as nothing (VS Code 1.139): it stays the one that was given.
      return { ...edit, insertText: undefined } as unknown as PasteEdit;
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
  const saved = await freePlace(vscode.Uri.joinPath(draft, '..'), name);
  const link = encodeURI(fileNameOf(saved)).replace('(', '%28').replace(')', '%29');
  const text = new vscode.SnippetString('![')
    .appendPlaceholder(vscode.l10n.t('what the picture shows'))
    .appendText(`](${link})`);
  const edit = new PasteEdit(text, vscode.l10n.t('Insert Picture'), kinds.picture);
  // The clipboard is out of reach once an edit is chosen.
  const bytes = await file.data();
  edit.finish = async () => vscode.workspace.fs.writeFile(saved, bytes);
  return edit;
}

function attachPaste(draft: vscode.Uri, pasted: readonly DroppedFile[], attacher: FileAttacher): PasteEdit {
  const edit = new PasteEdit('', attachTitle(pasted), kinds.attach);
  if (pasted.every(isPicture)) edit.yieldTo = [markdownLink];
  edit.finish = async () => void (await attacher.attach(draft, pasted, true));
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
