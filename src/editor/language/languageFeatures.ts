import * as vscode from 'vscode';
import { type Log } from '../../log.js';
import { type DraftDesk, type LoadMail } from '../drafts/draftDesk.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { AddressBook } from './addressBook.js';
import { followTypedAddresses } from './addressTyped.js';
import { DraftDiagnostics } from './draftDiagnostics.js';
import { DraftLenses, OpenStates, stateInStatusBar } from './draftLenses.js';
import { draftSelector } from './draftText.js';
import { HeaderCompletion, triggers } from './headerCompletion.js';
import { dropAndPaste } from './dropAndPaste.js';
import { headerFolding, headerHover, headerLinks } from './headerHints.js';
import { PeopleOffer } from './peopleOffer.js';
import { QuickFixes, registerGoOn } from './quickFixes.js';
import { suggestAtLetters } from './typedLetters.js';

export interface LanguageParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
  readonly memento: vscode.Memento;
  readonly log: Log;
}

/** All that helps while a draft is written in an editor. */
export function languageFeatures(parts: LanguageParts): vscode.Disposable {
  const { load, desk, index, log } = parts;
  const people = new PeopleOffer(parts);
  const book = new AddressBook(index, load, people);
  desk.further = (uri, draft) => book.newDomains(uri, draft);
  const diagnostics = new DraftDiagnostics({ load, desk, book, log });
  const states = new OpenStates(index);
  const lenses = new DraftLenses(states);
  const completion = new HeaderCompletion(load, book);
  const { languages } = vscode;
  return vscode.Disposable.from(
    people,
    book,
    diagnostics,
    states,
    lenses,
    stateInStatusBar(states),
    registerGoOn(),
    dropAndPaste(load),
    languages.registerCompletionItemProvider(draftSelector, completion, ...triggers),
    suggestAtLetters(completion),
    followTypedAddresses(load, book),
    languages.registerCodeActionsProvider(draftSelector, new QuickFixes({ load, diagnostics, book }), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    languages.registerCodeLensProvider(draftSelector, lenses),
    languages.registerHoverProvider(draftSelector, headerHover(load)),
    languages.registerDocumentLinkProvider(draftSelector, headerLinks(load)),
    languages.registerFoldingRangeProvider(draftSelector, headerFolding),
  );
}
