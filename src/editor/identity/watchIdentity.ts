import * as vscode from 'vscode';
import { type LoadMail } from '../drafts/draftDesk.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { type DraftIdentity } from './draftIdentity.js';
import { followMoves } from './followMoves.js';
import { IdentityDiagnostics } from './identityDiagnostics.js';

/** Says which files it can't be told of which draft they are, and goes along with those that move. */
export function watchIdentity(load: LoadMail, index: DraftIndex, identity: DraftIdentity): vscode.Disposable {
  return vscode.Disposable.from(new IdentityDiagnostics(index, identity), followMoves(load, index));
}
