import assert from 'node:assert/strict';
import { type Arrangement, placesFor } from '../../../src/editor/drafts/arrangement.js';
import { type ShelvedDraft } from '../../../src/editor/drafts/draftShelf.js';
import { Shelves } from '../../../src/editor/drafts/shelves.js';
import { type DraftState } from '../../../src/outbox/draftState.js';

interface Entry extends ShelvedDraft {
  readonly uri: string;
}

let readings = 0;
const local: DraftState = { kind: 'local', gone: false };
const sent = (sentAt: string): DraftState => ({ kind: 'sent', sentAt });
const scheduled = (until: number): DraftState => ({
  kind: 'scheduled',
  copy: { messageId: 'm' },
  since: 0,
  until,
});

function entry(uri: string, modified: number, subject?: string, state = local): Entry {
  const draft = { header: subject === undefined ? {} : { subject } };
  return { uri, modified, state, draft, reading: ++readings };
}

function listed(arrangement: Arrangement, entries: readonly Entry[], language = 'en') {
  const shelves = new Shelves<Entry>();
  entries.forEach((each) => shelves.put(each));
  shelves.arrange(placesFor(arrangement, language));
  return shelves;
}

const order = ({ list }: Shelves<Entry>, group: string) => list.group(group).map(({ uri }) => uri);

describe('the arrangement of the list', () => {
  it('by folder: each folder is a group, the newest first', () => {
    const shelves = listed({ grouping: 'folder', sorting: 'time' }, [
      entry('file:///w/a.mail.md', 1),
      entry('file:///w/in/b.mail.md', 2),
      entry('file:///w/c.mail.md', 3),
      entry('file:///w/in/d.mail.md', 4, 'x', sent('1970-01-01T00:00:00.001Z')),
    ]);
    assert.deepEqual([...shelves.list.names()].sort(), ['file:///w', 'file:///w/in']);
    assert.deepEqual(order(shelves, 'file:///w'), ['file:///w/c.mail.md', 'file:///w/a.mail.md']);
    assert.deepEqual(order(shelves, 'file:///w/in'), ['file:///w/in/b.mail.md', 'file:///w/in/d.mail.md']);
  });

  it('without groups: by the moment that a row shows', () => {
    const shelves = listed({ grouping: 'none', sorting: 'time' }, [
      entry('old', Date.UTC(2026, 0, 1)),
      entry('later', 0, 'x', scheduled(Date.UTC(2026, 5, 1))),
      entry('next', 0, 'x', scheduled(Date.UTC(2026, 4, 1))),
      entry('gone', Date.UTC(2027, 0, 1), 'x', sent('2026-02-01T00:00:00Z')),
      entry('new', Date.UTC(2026, 2, 1)),
    ]);
    assert.deepEqual(shelves.list.names(), ['']);
    assert.deepEqual(order(shelves, ''), ['later', 'next', 'new', 'gone', 'old']);
  });

  it('by subject: as people of the language order words, numbers by their value', () => {
    const subjects = ['Zebra', 'äpfel', 'apple', 'Report 10', 'report 9', 'Öl'];
    const entries = subjects.map((subject, index) => entry(`w/${index}.mail.md`, index, subject));
    const nameless = entry('w/nameless%20one.mail.md', 9);
    const inOrder = (language: string) =>
      order(listed({ grouping: 'none', sorting: 'subject' }, [...entries, nameless], language), '').map(
        (uri) => [...entries].find((each) => each.uri === uri)?.draft?.header.subject ?? 'nameless',
      );
    assert.deepEqual(inOrder('en'), ['äpfel', 'apple', 'nameless', 'Öl', 'report 9', 'Report 10', 'Zebra']);
    assert.deepEqual(inOrder('sv'), ['apple', 'nameless', 'report 9', 'Report 10', 'Zebra', 'äpfel', 'Öl']);
  });

  it('by subject within the states', () => {
    const shelves = listed({ grouping: 'state', sorting: 'subject' }, [
      entry('b', 2, 'B'),
      entry('a', 1, 'A'),
      entry('s2', 1, 'D', sent('2026-01-02T00:00:00Z')),
      entry('s1', 1, 'C', sent('2026-01-01T00:00:00Z')),
    ]);
    assert.deepEqual(
      [order(shelves, 'local'), order(shelves, 'sent')],
      [
        ['a', 'b'],
        ['s1', 's2'],
      ],
    );
  });

  it('keeps a draft at its place while its subject is written, until all are put in order', () => {
    const shelves = listed({ grouping: 'none', sorting: 'subject' }, [
      entry('a', 1, 'A'),
      entry('b', 2, 'B'),
    ]);
    assert.equal(shelves.put(entry('a', 3, 'C')), 'stays');
    assert.deepEqual(order(shelves, ''), ['a', 'b']);
    shelves.order();
    assert.deepEqual(order(shelves, ''), ['b', 'a']);
  });

  it('is one of the list alone: the states are told as before', () => {
    const shelves = listed({ grouping: 'none', sorting: 'subject' }, [
      entry('a', 1, 'A'),
      entry('b', 2, 'B'),
    ]);
    assert.deepEqual(
      shelves.byState.group('local').map(({ uri }) => uri),
      ['b', 'a'],
    );
    assert.equal(shelves.put(entry('a', 3, 'A', sent('2026-01-01T00:00:00Z'))), 'stays');
    assert.equal(shelves.byState.count('sent'), 1);
    assert.equal(shelves.remove('a'), true);
    assert.equal(shelves.remove('a'), false);
    assert.deepEqual(order(shelves, ''), ['b']);
    shelves.arrange(undefined);
    assert.equal(shelves.list, shelves.byState);
  });
});
