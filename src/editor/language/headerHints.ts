import * as vscode from 'vscode';
import { type LoadMail } from '../drafts/draftDesk.js';
import { translate } from '../translate.js';
import { workspaceFiles } from '../workspaceFiles.js';
import { headerText, isInHeader } from './draftText.js';

/** What a key of the header does, and how it is written. */
export function headerHover(load: LoadMail): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      if (!isInHeader(document, position)) return undefined;
      const text = headerText(document);
      const { module } = await load();
      const found = module.keyAt(text, document.offsetAt(position));
      if (!found) return undefined;
      const { what, example, values = [] } = module.headerHelp[found.key];
      const hover = new vscode.MarkdownString().appendText(translate(what));
      hover.appendCodeblock(example, 'yaml');
      for (const { word, what: meaning } of values)
        hover
          .appendMarkdown(`- \`${word}\``)
          .appendText(meaning ? ` ${translate(meaning)}` : '')
          .appendMarkdown('\n');
      return new vscode.Hover(
        hover,
        new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)),
      );
    },
  };
}

/** Attachments and the signature, as links to their files. */
export function headerLinks(load: LoadMail): vscode.DocumentLinkProvider {
  return {
    async provideDocumentLinks(document, token) {
      const text = headerText(document);
      if (text === '') return [];
      const { module } = await load();
      if (token.isCancellationRequested) return [];
      const paths = (module.parseDraft(text).places ?? []).filter(
        ({ key }) => key === 'attachments' || key === 'signature',
      );
      return paths.map(({ text: path, offset, length }) => {
        const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
        const target = vscode.Uri.parse(workspaceFiles.resolve(document.uri.toString(), path), true);
        return new vscode.DocumentLink(range, target);
      });
    },
  };
}

/** The header folds away, so that a draft is its text alone. */
export const headerFolding: vscode.FoldingRangeProvider = {
  provideFoldingRanges(document) {
    const lines = headerText(document).trimEnd().split('\n');
    const last = lines.length - 1;
    const closed = last > 0 && /^---[ \t]*\r?$/u.test(lines[last] ?? '');
    return closed ? [new vscode.FoldingRange(0, last, vscode.FoldingRangeKind.Region)] : [];
  },
};
