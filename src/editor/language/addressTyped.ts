import * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type AddressBook } from './addressBook.js';
import { headerText, isInHeader, isWritten } from './draftText.js';

/**
 * Keeps the context key by which Tab in a field of a template goes on to the next one: VS Code's own Tab takes what is
 * suggested, which behind a whole address would be another's. A key and not a command, so that what is typed right
 * after Tab is in the next field however busy the extension is.
 */
export function followTypedAddresses(load: LoadMail, book: AddressBook): vscode.Disposable {
  let latest: object | undefined;
  const look = async (editor: vscode.TextEditor) => {
    const turn = (latest = {});
    const { document, selection } = editor;
    const single = editor.selections.length === 1 && selection.isEmpty;
    if (!single || !isWritten(document) || !isInHeader(document, selection.active)) {
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
  return vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
    if (textEditor === vscode.window.activeTextEditor) void look(textEditor);
  });
}
