import { type DraftState } from '../../outbox/draftState.js';
import { type PlacedDraft, type Places, type Rank, usualPlaces } from './arrangement.js';

export type StateKind = DraftState['kind'];

/** The order of the groups: what needs a person first. */
export const stateOrder: readonly StateKind[] = [
  'unknown',
  'conflict',
  'failed',
  'sending',
  'scheduled',
  'changed',
  'uploaded',
  'local',
  'sent',
];

/** What waits for a person. */
export const needAttention: readonly StateKind[] = ['unknown', 'conflict', 'failed'];

export interface ShelvedDraft extends PlacedDraft {
  /** Counts the readings: of two entries for one file the later reading is the truer. */
  readonly reading: number;
}

interface Place {
  readonly key: string;
  readonly group: string;
  readonly rank: Rank;
}

/**
 * The drafts that are known, by file and by id, and in each group in order: by state and newest first, unless `ways`
 * says otherwise. A draft that is written on stays where
 * it is until it changes its state or all are put in order: a row that moved at each saving would be clicked by
 * mistake. Putting one costs as much for ten thousand drafts as for ten, but for the search of its place.
 */
export class DraftShelf<E extends ShelvedDraft> {
  private readonly entries = new Map<string, E>();
  private readonly byId = new Map<string, Set<string>>();
  private readonly places = new Map<string, Place>();
  private readonly groups = new Map<string, Place[]>();

  constructor(private readonly ways: Places = usualPlaces) {}

  get size(): number {
    return this.entries.size;
  }

  all(): readonly E[] {
    return [...this.entries.values()];
  }

  get(key: string): E | undefined {
    return this.entries.get(key);
  }

  withId(id: string): readonly E[] {
    return [...(this.byId.get(id) ?? [])].flatMap((key) => this.entries.get(key) ?? []);
  }

  /** The groups that have drafts, in no order. */
  names(): readonly string[] {
    return [...this.groups].flatMap(([name, { length }]) => (length > 0 ? [name] : []));
  }

  /** Absent: the draft is not known. */
  groupOf(key: string): string | undefined {
    return this.places.get(key)?.group;
  }

  count(group: string): number {
    return this.groups.get(group)?.length ?? 0;
  }

  /** The drafts of a group from the top, at most so many. */
  group(group: string, most = Infinity): readonly E[] {
    return (this.groups.get(group) ?? []).slice(0, most).flatMap(({ key }) => this.entries.get(key) ?? []);
  }

  /** `stale`: a later reading is known, and stays. `moved`: it is new, or stands at another place than before. */
  put(entry: E): 'stale' | 'stays' | 'moved' {
    const key = entry.uri.toString();
    const before = this.entries.get(key);
    if (before && before.reading > entry.reading) return 'stale';
    if (before) this.forgetId(key, before);
    this.entries.set(key, entry);
    const id = entry.draft?.header.id;
    if (id !== undefined) this.byId.set(id, (this.byId.get(id) ?? new Set()).add(key));
    const old = this.places.get(key);
    const group = this.ways.groupOf(entry);
    const rank = this.ways.rankOf(entry, old?.group === group ? old.rank : undefined);
    if (old?.group === group && old.rank === rank) return 'stays';
    if (old) this.takeOut(old);
    this.putIn({ key, group, rank });
    return 'moved';
  }

  /** False: it was not known. */
  remove(key: string): boolean {
    const [entry, place] = [this.entries.get(key), this.places.get(key)];
    if (!entry || !place) return false;
    this.forgetId(key, entry);
    this.entries.delete(key);
    this.places.delete(key);
    this.takeOut(place);
    return true;
  }

  /** Puts all in order by what they are now. */
  order(): void {
    this.groups.clear();
    for (const [key, entry] of this.entries) {
      const place = { key, group: this.ways.groupOf(entry), rank: this.ways.rankOf(entry, undefined) };
      this.places.set(key, place);
      const group = this.groups.get(place.group);
      if (group) group.push(place);
      else this.groups.set(place.group, [place]);
    }
    for (const group of this.groups.values()) group.sort(this.compare);
  }

  private forgetId(key: string, { draft }: E): void {
    const id = draft?.header.id;
    if (id === undefined) return;
    const keys = this.byId.get(id);
    keys?.delete(key);
    if (keys?.size === 0) this.byId.delete(id);
  }

  private putIn(place: Place): void {
    this.places.set(place.key, place);
    const group = this.groups.get(place.group) ?? [];
    this.groups.set(place.group, group);
    group.splice(this.findPlace(group, place), 0, place);
  }

  private takeOut(place: Place): void {
    const group = this.groups.get(place.group) ?? [];
    group.splice(this.findPlace(group, place), 1);
  }

  private readonly compare = (one: Place, other: Place): number =>
    this.ways.compare(one.rank, other.rank) || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);

  /** Where it stands, or would stand. */
  private findPlace(group: readonly Place[], place: Place): number {
    let [low, high] = [0, group.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = group[middle];
      if (other && this.compare(other, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
