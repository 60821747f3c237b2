import type * as vscode from 'vscode';
import { Failure, sentence } from '../../failure.js';
import { type Command, requireTrust } from '../commands/command.js';
import { type DraftParts, plainState } from '../commands/draftCommands.js';
import { type MailHalf } from '../drafts/draftDesk.js';
import { changeDraft } from '../drafts/draftFile.js';
import { type Doubt } from './draftIdentity.js';

/** A person says that this file is the draft: the others that carry its id become drafts of their own. */
export function thisIsTheDraftCommand(parts: DraftParts): Command {
  return {
    id: 'thisIsTheDraft',
    async run(given) {
      requireTrust();
      const uri = parts.target.draft(given);
      const doubt = await doubtOf(parts, uri);
      const half = await parts.load();
      if (doubt.kind === 'lost') await takeBack(half, uri, doubt);
      else for (const other of doubt.others) await makeNew(half, other);
      await half.mail.homes.settle(doubt.id, uri.toString());
      return finish(parts, [uri, ...(doubt.kind === 'twins' ? doubt.others : [])]);
    },
  };
}

/** A person says that this file is a draft of its own, which has no copy in the mailbox yet. */
export function thisIsNewDraftCommand(parts: DraftParts): Command {
  return {
    id: 'thisIsNewDraft',
    async run(given) {
      const uri = parts.target.draft(given);
      const doubt = await doubtOf(parts, uri);
      const half = await parts.load();
      if (doubt.kind === 'lost') await half.mail.homes.forget(uri.toString());
      else await makeNew(half, uri);
      return finish(parts, [uri, ...(doubt.kind === 'twins' ? doubt.others : [])]);
    },
  };
}

async function doubtOf({ identity }: DraftParts, uri: vscode.Uri): Promise<Doubt> {
  const doubt = await identity.doubt(uri);
  if (doubt) return doubt;
  throw new Failure(
    'id-certain',
    sentence('It is certain which draft this file is, so there is nothing to say.'),
  );
}

/** In one step of Undo, through the editor; the file that was saved is saved again. */
async function makeNew({ module, mail }: MailHalf, uri: vscode.Uri): Promise<void> {
  await changeDraft(uri, (text) => module.removeHeaderKeys(text, ['id', 'sent']));
  await mail.homes.forget(uri.toString());
}

/** Writes into the file again what an earlier version of it did not have. */
async function takeBack(
  { module }: MailHalf,
  uri: vscode.Uri,
  { id, known }: Extract<Doubt, { kind: 'lost' }>,
): Promise<void> {
  const { state } = known;
  await changeDraft(uri, (text) => [
    ...[module.setHeaderKey(text, 'id', id) ?? []].flat(),
    ...[(state.kind === 'sent' && module.setHeaderKey(text, 'sent', state.sentAt)) || []].flat(),
  ]);
}

async function finish({ index }: DraftParts, uris: readonly vscode.Uri[]): Promise<object> {
  const entries = await Promise.all(uris.map((uri) => index.update(uri)));
  const [entry] = entries;
  const id = entry?.draft?.header.id;
  const state = entry ? plainState(entry.state).state : 'local';
  return id === undefined ? { state } : { state, id };
}
