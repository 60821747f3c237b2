import * as vscode from 'vscode';
import { DraftPreview, drawnContent, type PreviewDeps } from './draftPreview.js';
import { type MailPrinter } from './printMail.js';

export { type PreviewDeps } from './draftPreview.js';

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
    const preview = new DraftPreview(uri, panel, deps, () => open.delete(key));
    open.set(key, preview);
    return preview;
  };

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
