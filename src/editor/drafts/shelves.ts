import { type Places } from './arrangement.js';
import { DraftShelf, type ShelvedDraft } from './draftShelf.js';

/** What a list shows of a shelf: its groups, and the drafts in them. */
export type ListedDrafts<E extends ShelvedDraft> = Pick<
  DraftShelf<E>,
  'names' | 'groupOf' | 'count' | 'group'
>;

/** The same drafts twice: by state, for whoever asks what is open; and as the list shows them, which may be otherwise. */
export class Shelves<E extends ShelvedDraft> {
  readonly byState = new DraftShelf<E>();
  private shown = this.byState;

  get list(): ListedDrafts<E> {
    return this.shown;
  }

  /** Absent: by state, the newest first. */
  arrange(ways: Places | undefined): void {
    this.shown = ways ? new DraftShelf<E>(ways) : this.byState;
    if (ways) for (const entry of this.byState.all()) this.shown.put(entry);
  }

  /** `moved`: it stands at another place of the list than before, or is new there. */
  put(entry: E): ReturnType<DraftShelf<E>['put']> {
    const place = this.byState.put(entry);
    return this.shown === this.byState ? place : this.shown.put(entry);
  }

  /** False: it was not known. */
  remove(key: string): boolean {
    const known = this.byState.remove(key);
    if (this.shown !== this.byState) this.shown.remove(key);
    return known;
  }

  order(): void {
    this.byState.order();
    if (this.shown !== this.byState) this.shown.order();
  }
}
