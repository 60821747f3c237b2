import assert from 'node:assert/strict';
import { knownFrom } from '../../../src/draft/help/addressUse.js';
import { type LoadMail } from '../../../src/editor/drafts/draftDesk.js';
import { type DraftIndex } from '../../../src/editor/drafts/draftIndex.js';
import { AddressBook, type PeopleSource } from '../../../src/editor/language/addressBook.js';
import { type KnownPeople } from '../../../src/graph/people.js';

const header = {};
const found: KnownPeople = { people: [{ address: 'p@a.example' }], contacts: [{ address: 'c@a.example' }] };

function book(people: PeopleSource, ensure = () => Promise.resolve()): AddressBook {
  const index = {
    all: () => [],
    ensure,
    onDidChange: () => ({ dispose: () => undefined }),
  } as unknown as DraftIndex;
  const half = { module: { knownFrom }, mail: { accounts: () => Promise.resolve([]) } };
  return new AddressBook(index, (() => Promise.resolve(half)) as unknown as LoadMail, people);
}

/** A CancellationToken of VS Code's, and what cancels it. */
function cancelling() {
  const listeners: (() => void)[] = [];
  return {
    token: {
      isCancellationRequested: false,
      onCancellationRequested: (listener: () => void) => {
        listeners.push(listener);
        return { dispose: () => undefined };
      },
    },
    cancel: () => listeners.forEach((listener) => listener()),
  };
}

describe('the addresses that are offered', () => {
  it('are there again after a look for drafts that failed', async () => {
    let broken = true;
    const look = () => (broken ? Promise.reject(new Error('no search')) : Promise.resolve());
    const source = book({ known: () => Promise.resolve(found) }, look);
    await assert.rejects(source.known({ of: header }), /no search/);
    broken = false;
    assert.equal((await source.known({ of: header })).whole, true);
  });

  it('are those of the mailbox, too, where recipients are written', async () => {
    const asked: unknown[] = [];
    const source = book({
      known: (of) => {
        asked.push(of);
        return Promise.resolve(found);
      },
    });
    const known = await source.known({ of: { account: 'ada@a.example' } });
    assert.deepEqual([known.people, known.contacts, known.whole], [found.people, found.contacts, true]);
    assert.deepEqual((await source.known()).people, []);
    assert.deepEqual(asked, [{ account: 'ada@a.example' }], 'the mailbox is asked for recipients alone');
  });

  it('come without the mailbox where that is slow, and with it the next time', async () => {
    let answer: (value: KnownPeople) => void = () => assert.fail();
    const slow = new Promise<KnownPeople>((resolve) => (answer = resolve));
    const source = book({ known: () => slow });
    const first = await source.known({ of: header });
    assert.deepEqual([first.people, first.contacts, first.whole], [[], [], false]);
    answer(found);
    const second = await source.known({ of: header });
    assert.deepEqual([second.people, second.whole], [found.people, true]);
    assert.deepEqual(source.addresses(), [...found.people, ...found.contacts]);
  });

  it('are not waited for by whoever cancels', async () => {
    const source = book({ known: () => new Promise(() => undefined) });
    const { token, cancel } = cancelling();
    const waiting = source.known({ of: header, token });
    await new Promise((resolve) => setImmediate(resolve));
    cancel();
    assert.equal((await waiting).whole, false);
    const known = await source.known({ of: header, token: { ...token, isCancellationRequested: true } });
    assert.equal(known.whole, false);
  });
});
