import * as vscode from 'vscode';
import { type Log } from '../../log.js';
import { type DraftDesk, type LoadMail } from '../drafts/draftDesk.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { AddressBook } from './addressBook.js';
import { DraftDiagnostics } from './draftDiagnostics.js';
import { DraftLenses, OpenStates, stateInStatusBar } from './draftLenses.js';
import { draftSelector } from './draftText.js';
import { HeaderCompletion, triggers } from './headerCompletion.js';
import { headerFolding, headerHover, headerLinks } from './headerHints.js';
import { QuickFixes, registerGoOn } from './quickFixes.js';

export interface LanguageParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
  readonly log: Log;
}

/** All that helps while a draft is written in an editor. */
export function languageFeatures({ load, desk, index, log }: LanguageParts): vscode.Disposable {
  const book = new AddressBook(index, load);
  desk.further = (uri, draft) => book.newDomains(uri, draft);
  const diagnostics = new DraftDiagnostics({ load, desk, book, log });
  const states = new OpenStates(index);
  const lenses = new DraftLenses(states);
  const { languages } = vscode;
  return vscode.Disposable.from(
    book,
    diagnostics,
    states,
    lenses,
    stateInStatusBar(states),
    registerGoOn(),
    languages.registerCompletionItemProvider(draftSelector, new HeaderCompletion(load, book), ...triggers),
    languages.registerCodeActionsProvider(draftSelector, new QuickFixes({ load, diagnostics, book }), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    languages.registerCodeLensProvider(draftSelector, lenses),
    languages.registerHoverProvider(draftSelector, headerHover(load)),
    languages.registerDocumentLinkProvider(draftSelector, headerLinks(load)),
    languages.registerFoldingRangeProvider(draftSelector, headerFolding),
  );
}
