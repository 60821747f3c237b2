import * as vscode from 'vscode';
import { type Draft } from '../../draft/draft.js';
import { Failure } from '../../failure.js';
import { type Remembered } from '../../outbox/remembered.js';
import { type DraftDesk, type LoadMail } from '../drafts/draftDesk.js';
import { changeDraft, readDraft } from '../drafts/draftFile.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { type IdentityFailure, lost, twins } from './identityFailures.js';
import { sameFile } from './sameFile.js';

/** Why it can't be told which draft a file is. */
export type Doubt =
  /** Other files carry its id. */
  | { readonly kind: 'twins'; readonly id: string; readonly others: readonly [vscode.Uri, ...vscode.Uri[]] }
  /** It carries none, and a draft of this id was in this file before. */
  | { readonly kind: 'lost'; readonly id: string; readonly known: Remembered };

export interface IdentityParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
}

/**
 * Says which draft a file is. Its `id` says so, wherever the file goes; a copy takes the id along, and a restored
 * earlier version may have none. Neither is guessed: until a person has said which it is, nothing is uploaded or sent.
 */
export class DraftIdentity {
  constructor(private readonly parts: IdentityParts) {}

  /** @throws IdentityFailure `id-duplicate`, `id-lost`, unless the file can be told for certain */
  async ensure(uri: vscode.Uri): Promise<void> {
    // A copy that no watcher told of yet is to be known when its original is asked for next.
    if (!this.parts.index.get(uri)) await this.parts.index.update(uri);
    const doubt = await this.doubt(uri);
    if (doubt?.kind === 'lost' && mayTakeBack(doubt.known)) await this.takeBack(uri, doubt);
    else if (doubt) throw failureOf(uri, doubt);
  }

  /** What a person should know of it. Absent: the file can be told for certain. */
  async problem(uri: vscode.Uri, draft: Draft): Promise<IdentityFailure | undefined> {
    const doubt = await this.doubt(uri, draft);
    return doubt && !(doubt.kind === 'lost' && mayTakeBack(doubt.known)) ? failureOf(uri, doubt) : undefined;
  }

  async doubt(uri: vscode.Uri, known?: Draft): Promise<Doubt | undefined> {
    const { header } = known ?? (await this.parts.desk.parse(uri));
    if (header.id === undefined) return this.lostAt(uri);
    const [first, ...more] = await this.others(uri, header.id);
    return first && { kind: 'twins', id: header.id, others: [first, ...more] };
  }

  /** The other files that carry this id now. The one that the draft was last worked with may lie in no folder of this window. */
  private async others(uri: vscode.Uri, id: string): Promise<vscode.Uri[]> {
    const { index, load } = this.parts;
    await index.ensure();
    const home = await (await load()).mail.homes.locationOf(id);
    const places = [
      ...index.withId(id).map((entry) => entry.uri),
      ...(home === undefined ? [] : [vscode.Uri.parse(home, true)]),
    ];
    const others = new Map(places.map((place) => [place.toString(), place]));
    others.delete(uri.toString());
    const found = [...others.values()].map(async (other) => {
      const carries = (await this.idOf(other)) === id && !(await sameFile(uri, other));
      return carries ? [other] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** Read afresh: a file that was moved is at its old place no more, whatever a list still says. */
  private async idOf(uri: vscode.Uri): Promise<string | undefined> {
    const { module } = await this.parts.load();
    try {
      return module.parseDraft(await readDraft(uri)).header.id;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }

  private async lostAt(uri: vscode.Uri): Promise<Doubt | undefined> {
    const { load, desk } = this.parts;
    const { mail, module } = await load();
    const id = await mail.homes.idAt(uri.toString());
    if (id === undefined || (await mail.homes.locationOf(id)) !== uri.toString()) return undefined;
    if ((await this.others(uri, id)).length > 0) return undefined;
    const entries = await mail.outbox.history(id);
    if (entries.length === 0) return undefined;
    const { composed } = await desk.compose(uri);
    const known = module.remembered(entries, composed.mail, Date.now());
    return known && { kind: 'lost', id, known };
  }

  private async takeBack(uri: vscode.Uri, { id }: Doubt): Promise<void> {
    const { module } = await this.parts.load();
    await changeDraft(uri, (text) => module.setHeaderKey(text, 'id', id), 'always');
  }
}

/** The same words as in the mailbox copy, of which nothing was sent: whatever happened to the file, that draft is it. */
function mayTakeBack({ state, sameWords }: Remembered): boolean {
  return sameWords && ['local', 'uploaded', 'changed', 'conflict', 'failed'].includes(state.kind);
}

function failureOf(uri: vscode.Uri, doubt: Doubt): IdentityFailure {
  return doubt.kind === 'twins' ? twins(uri, doubt.others[0]) : lost(uri, doubt.known.state);
}
