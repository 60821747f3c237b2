import * as vscode from 'vscode';
import { isDraft, readDraft } from '../drafts/draftFile.js';
import { DraftPreview } from './draftPreview.js';
import { drawnContent, type PreviewDeps } from './drawnContent.js';
import { type MailPrinter } from './printMail.js';

/** The type of the panels; VS Code restores them after a reload by it. */
const previewViewType = 'markdownMail.preview';

/** The previews that are open, one for each draft. */
export interface Previews extends vscode.Disposable {
  /** Shows the draft beside the editor, which keeps the focus; resolves when it is drawn. */
  show(uri: vscode.Uri): Promise<void>;
  /** Draws all again: an account, a setting or a file that a draft names has changed. */
  refresh(): void;
  /** Opens the mail, as it would go now, in a browser for printing; resolves to the page. */
  print(uri: vscode.Uri): Promise<{ readonly uri: string }>;
  /** The draft whose preview has the focus. */
  active(): vscode.Uri | undefined;
}

export function registerPreview(deps: PreviewDeps & { readonly printer: MailPrinter }): Previews {
  const open = new Map<string, DraftPreview>();

  const adopt = (uri: vscode.Uri, panel: vscode.WebviewPanel): DraftPreview => {
    const key = uri.toString();
    const preview = new DraftPreview(uri, panel, deps, () => open.delete(preview.uri.toString()));
    open.set(key, preview);
    return preview;
  };

  const follow = (oldPlace: string, newPlace: string) => {
    for (const [key, preview] of open) {
      if (key !== oldPlace && !key.startsWith(`${oldPlace}/`)) continue;
      const to = vscode.Uri.parse(newPlace + key.slice(oldPlace.length), true);
      if (!isDraft(to) || open.has(to.toString())) continue;
      open.delete(key);
      open.set(to.toString(), preview);
      preview.moved(to);
    }
  };
  const moves = vscode.workspace.onDidRenameFiles(({ files }) => {
    for (const { oldUri, newUri } of files) follow(oldUri.toString(), newUri.toString());
  });

  const serializer = vscode.window.registerWebviewPanelSerializer(previewViewType, {
    deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: unknown) => {
      const uri = restoredUri(state);
      if (!uri || open.has(uri.toString())) panel.dispose();
      else await adopt(uri, panel).draw();
    },
  });

  return {
    show: async (uri) => {
      const known = open.get(uri.toString());
      // A panel that shows nothing but that there is no file would be one to close.
      if (!known && uri.scheme !== 'untitled') await readDraft(uri);
      known?.reveal();
      await (known ?? adopt(uri, createPanel())).draw();
    },
    print: async (uri) => {
      const content = await drawnContent(uri, deps, new AbortController().signal);
      return deps.printer.print(content, open.get(uri.toString())?.showsRemotePictures ?? false);
    },
    active: () => [...open.values()].find((preview) => preview.isActive)?.uri,
    refresh: () => open.forEach((preview) => preview.schedule()),
    dispose: () => {
      serializer.dispose();
      moves.dispose();
      [...open.values()].forEach((preview) => preview.dispose());
    },
  };
}

function createPanel(): vscode.WebviewPanel {
  const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(previewViewType, vscode.l10n.t('Preview'), column, {
    enableFindWidget: true,
  });
}

/** What the page stored by `setState`, if it is what it should be. */
function restoredUri(state: unknown): vscode.Uri | undefined {
  if (typeof state !== 'object' || state === null || !('uri' in state) || typeof state.uri !== 'string')
    return undefined;
  return vscode.Uri.parse(state.uri);
}
