import * as vscode from 'vscode';
import { Failure, type Sentence, sentence } from '../../failure.js';
import { type DraftState } from '../../outbox/draftState.js';
import { time } from '../drafts/stateWords.js';

/** It can't be told which draft a file is; `draft` is the file that a person is asked about. */
export class IdentityFailure extends Failure {
  override readonly name = 'IdentityFailure';

  constructor(
    code: 'id-duplicate' | 'id-lost',
    what: Sentence,
    next: Sentence,
    readonly draft: vscode.Uri,
  ) {
    super(code, what, next);
  }
}

/** A copied file carries the identity of its original. */
export function twins(draft: vscode.Uri, other: vscode.Uri): IdentityFailure {
  return new IdentityFailure(
    'id-duplicate',
    sentence(
      '“{0}” and “{1}” have the same id:, so it can’t be told which of them is the draft.',
      vscode.workspace.asRelativePath(draft),
      vscode.workspace.asRelativePath(other),
    ),
    sentence('Say which it is: “This Is the Draft” or “This Is a New Draft”.'),
    draft,
  );
}

/** A file that was a draft with a copy in the mailbox names it no more. */
export function lost(draft: vscode.Uri, state: DraftState): IdentityFailure {
  return new IdentityFailure(
    'id-lost',
    whatWas(state),
    sentence(
      'Perhaps an earlier version of it was restored. Say which it is: “This Is the Draft” or “This Is a New Draft”.',
    ),
    draft,
  );
}

function whatWas(state: DraftState): Sentence {
  switch (state.kind) {
    case 'sent':
      return sentence(
        'A mail from this file was sent on {0}, but the file does not say so any more.',
        time(Date.parse(state.sentAt)),
      );
    case 'scheduled':
    case 'sending':
    case 'unknown':
      return sentence(
        'Sending a mail from this file was begun on {0}, but the file does not name that mail any more.',
        time(state.since),
      );
    case 'uploaded':
    case 'changed':
    case 'conflict':
    case 'failed':
      return sentence(
        'The mailbox has a draft from this file as of {0}, but the file does not name it any more.',
        time(state.since),
      );
    case 'local':
      return sentence(
        'A draft from this file may be in the mailbox, but the file does not name it any more.',
      );
  }
}
