import * as vscode from 'vscode';
import { setContextKey } from '../contextKeys.js';
import { type Arrangement, type Grouping, placesFor, type Sorting, usualArrangement } from './arrangement.js';
import { type DraftIndex } from './draftIndex.js';

const kept = 'arrangement';

/** How the list is grouped and sorted in this workspace; it is remembered. */
export class ListArrangement {
  private current: Arrangement;

  constructor(
    private readonly index: DraftIndex,
    private readonly memento: vscode.Memento,
  ) {
    this.current = arrangementIn(memento.get<unknown>(kept));
    this.apply();
  }

  get value(): Arrangement {
    return this.current;
  }

  async set(change: Partial<Arrangement>): Promise<Arrangement> {
    this.current = { ...this.current, ...change };
    this.apply();
    await this.memento.update(kept, this.current);
    return this.current;
  }

  private apply(): void {
    const { grouping, sorting } = this.current;
    setContextKey('grouping', grouping);
    setContextKey('sorting', sorting);
    const usual = grouping === usualArrangement.grouping && sorting === usualArrangement.sorting;
    this.index.arrange(usual ? undefined : placesFor(this.current, vscode.env.language));
  }
}

const groupings: readonly Grouping[] = ['state', 'folder', 'none'];
const sortings: readonly Sorting[] = ['time', 'subject'];

/** What is stored may be another version's. */
function arrangementIn(stored: unknown): Arrangement {
  const { grouping, sorting } = (stored ?? {}) as { grouping?: unknown; sorting?: unknown };
  return {
    grouping: groupings.find((each) => each === grouping) ?? usualArrangement.grouping,
    sorting: sortings.find((each) => each === sorting) ?? usualArrangement.sorting,
  };
}
