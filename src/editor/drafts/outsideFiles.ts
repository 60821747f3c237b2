import * as vscode from 'vscode';
import { Cancelled } from '../../failure.js';
import { showWarning } from '../notices.js';

const mementoKey = 'outsideFiles';

/** The user's word that a draft may read a file outside its folder. It holds for that draft and that path. */
export class OutsideFiles {
  constructor(private readonly memento: vscode.Memento) {}

  approved(draft: vscode.Uri, location: string): boolean {
    return (
      this.memento.get<Record<string, string[]>>(mementoKey, {})[draft.toString()]?.includes(location) ??
      false
    );
  }

  /** Asks in a modal that shows each whole path. */
  async ask(draft: vscode.Uri, locations: readonly string[]): Promise<void> {
    const paths = locations.map((location) => readable(vscode.Uri.parse(location, true)));
    const yes = vscode.l10n.t('Read Them');
    const answer = await showWarning(
      vscode.l10n.t('This draft names files outside its folder. May they go into the mail?'),
      { modal: true, detail: paths.join('\n') },
      yes,
    );
    if (answer !== yes) throw new Cancelled();
    await this.agree(draft, locations);
  }

  /** Remembers the user's yes, which picking or dropping a file is, too. `locations`: with links resolved. */
  async agree(draft: vscode.Uri, locations: readonly string[]): Promise<void> {
    const all = this.memento.get<Record<string, string[]>>(mementoKey, {});
    const known = all[draft.toString()] ?? [];
    await this.memento.update(mementoKey, {
      ...all,
      [draft.toString()]: [...new Set([...known, ...locations])],
    });
  }

  /** The draft is the same in its other place, and so is the user's word. */
  async moved(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const all = this.memento.get<Record<string, string[]>>(mementoKey, {});
    const { [from.toString()]: known, ...others } = all;
    if (known) await this.memento.update(mementoKey, { ...others, [to.toString()]: known });
  }
}

function readable(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}
