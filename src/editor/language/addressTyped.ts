import * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type AddressBook } from './addressBook.js';
import { headerText, isInHeader, isWritten } from './draftText.js';
import { endsField } from './fieldEnd.js';

/**
 * Keeps the context keys by which Tab and Enter in a field of a draft go on to the next one. VS Code's own Tab takes what
 * is suggested, which behind a whole address would be another's; its own Enter leaves an empty line in the header. Keys
 * and not commands, so that what is typed right after is in the next field however busy the extension is.
 */
export function followTypedAddresses(load: LoadMail, book: AddressBook): vscode.Disposable {
  let latest: object | undefined;
  const look = async (editor: vscode.TextEditor) => {
    const turn = (latest = {});
    const { document, selection } = editor;
    const inHeader =
      editor.selections.length === 1 && isWritten(document) && isInHeader(document, selection.active);
    const { end } = selection;
    const line = selection.isSingleLine ? document.lineAt(end.line).text : '';
    setContextKey('fieldEnd', inHeader && endsField(line, end.character));
    if (!inHeader || !selection.isEmpty) {
      setContextKey('addressTyped', false);
      return;
    }
    const [text, offset] = [headerText(document), document.offsetAt(selection.active)];
    const { module } = await load();
    if (turn !== latest) return;
    const place = module.completionPlace(text, offset);
    const isTyped = place?.kind === 'value' && module.isWholeAddress(place.typed, book.addresses());
    setContextKey('addressTyped', isTyped);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) void look(textEditor);
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => editor && void look(editor)),
  );
}
