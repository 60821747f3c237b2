import { type DraftState } from '../../outbox/draftState.js';

/** What the list puts drafts into groups by. */
export type Grouping = 'state' | 'folder' | 'none';
/** What stands further up in a group, or in the whole list where there are none. */
export type Sorting = 'time' | 'subject';

export interface Arrangement {
  readonly grouping: Grouping;
  readonly sorting: Sorting;
}

export const usualArrangement: Arrangement = { grouping: 'state', sorting: 'time' };

/** A smaller one stands further up. Of one list all are numbers, or all texts. */
export type Rank = number | string;

/** A draft as far as its place in the list goes. */
export interface PlacedDraft {
  readonly uri: { toString(): string };
  readonly draft?: { readonly header: { readonly id?: string; readonly subject?: string } };
  /** When the file was changed last, in milliseconds since 1970. */
  readonly modified: number;
  readonly state: DraftState;
}

/** How drafts stand in a list. `old`: the rank that a draft has in this group already. */
export interface Places {
  groupOf(draft: PlacedDraft): string;
  rankOf(draft: PlacedDraft, old: Rank | undefined): Rank;
  compare(one: Rank, other: Rank): number;
}

/** `language`: BCP 47, for the order of subjects. */
export function placesFor({ grouping, sorting }: Arrangement, language: string): Places {
  const groupOf = groups[grouping];
  if (sorting === 'time') {
    const rankOf = grouping === 'state' ? rankInState : rankInAll;
    return { groupOf, rankOf, compare: compareNumbers };
  }
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const compare = (one: Rank, other: Rank) => collator.compare(String(one), String(other));
  // A row that moved at each saving would be clicked by mistake.
  return { groupOf, rankOf: (draft, old) => old ?? titleOf(draft), compare };
}

const groups: Readonly<Record<Grouping, (draft: PlacedDraft) => string>> = {
  state: ({ state }) => state.kind,
  folder: ({ uri }) => folderOf(uri.toString()),
  none: () => '',
};

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** The mail that goes next stands first among the scheduled ones, the one that went last among the sent. */
function rankInState({ state, modified }: PlacedDraft, old: Rank | undefined): Rank {
  if (state.kind === 'scheduled') return state.until;
  if (state.kind === 'sent') return -(Date.parse(state.sentAt) || 0);
  return old ?? -modified;
}

/** By the moment that the row shows, the latest first. */
function rankInAll({ state, modified }: PlacedDraft, old: Rank | undefined): Rank {
  if (state.kind === 'scheduled') return -state.until;
  if (state.kind === 'sent') return -(Date.parse(state.sentAt) || 0);
  return old ?? -modified;
}

function compareNumbers(one: Rank, other: Rank): number {
  return Number(one) - Number(other);
}

function titleOf({ draft, uri }: PlacedDraft): string {
  return (
    draft?.header.subject || decodeURIComponent(uri.toString().slice(folderOf(uri.toString()).length + 1))
  );
}

export const usualPlaces = placesFor(usualArrangement, 'en');
