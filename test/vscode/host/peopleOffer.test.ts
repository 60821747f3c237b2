import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { expiredSignIn, unagreedSignIn } from '../../../src/auth/authErrors.js';
import { type MailHalf } from '../../../src/editor/drafts/draftDesk.js';
import { PeopleOffer } from '../../../src/editor/language/peopleOffer.js';
import { setting } from './drafts.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const nobody = { people: [], contacts: [] };
const carla = { people: [], contacts: [{ address: 'carla@a.example' }] };

/** The people of accounts that are signed in by the ids of their user names; `agreed` may be read. */
function opened(answers: readonly string[]) {
  const kept = new Map<string, unknown>();
  const asked: string[] = [];
  const agreed = new Set<string>();
  const left = [...answers];
  let held = Promise.resolve();
  const mail = {
    accountFor: async ({ account = '' }) => {
      if (account === 'ada') await held;
      return { id: account, userName: account };
    },
    peopleFor: async ({ account = '' }) => {
      if (account === 'expired') throw expiredSignIn();
      if (!agreed.has(account)) throw unagreedSignIn();
      return carla;
    },
    wantPeople: (id: string) => agreed.add(id),
  };
  const offer = new PeopleOffer({
    load: async () => ({ mail, module: {} }) as unknown as MailHalf,
    memento: {
      get: (key: string, otherwise: unknown) => kept.get(key) ?? otherwise,
      update: async (key: string, value: unknown) => void kept.set(key, value),
    } as unknown as vscode.Memento,
    log: silent,
    show: async (text: string) => {
      asked.push(text);
      return left.shift();
    },
  });
  const known = async (account: string) => {
    const found = await offer.known({ account });
    // What is asked for by it is asked beside it.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return found;
  };
  /** Keeps what is asked of ada's account from being told, until the result is called. */
  const hold = () => {
    let release: () => void = () => undefined;
    held = new Promise((resolve) => (release = resolve));
    agreed.add('ada');
    return () => release();
  };
  return { offer, known, asked, agreed, hold };
}

describe('the question about people and contacts', () => {
  before(() => setting('cloud', undefined));
  after(async () => {
    await setting('suggestContacts', undefined);
    await setting('cloud', 'sandbox');
  });

  it('that one account answered by “Not Now” stays so when another agrees', async () => {
    await setting('suggestContacts', undefined);
    const { offer, known, asked, agreed } = opened(['Not Now', 'Offer People and Contacts']);
    await known('ada');
    await known('bob');
    assert.deepEqual(await known('bob'), carla);
    assert.deepEqual([...agreed], ['bob']);
    agreed.add('ada');
    assert.deepEqual(await known('ada'), nobody, 'the mailbox of who said no is not read');
    assert.equal(asked.length, 2);
    await setting('suggestContacts', 'off');
    await setting('suggestContacts', 'on');
    assert.deepEqual(await known('ada'), carla, 'whoever sets it by hand means all');
    offer.dispose();
  });

  it('is not put again by a look that began before it was answered', async () => {
    await setting('suggestContacts', undefined);
    const { offer, known, asked, hold } = opened(['Offer People and Contacts']);
    const release = hold();
    const early = known('ada');
    await known('bob');
    assert.deepEqual(await known('bob'), carla);
    release();
    await early;
    assert.equal(asked.length, 1, 'by the setting as it is, and not as it was');
    offer.dispose();
  });

  it('is put to whoever set it on by hand and has not agreed; an expired sign-in is silent', async () => {
    await setting('suggestContacts', 'on');
    const { offer, known, asked } = opened(['Offer People and Contacts']);
    assert.deepEqual(await known('expired'), nobody);
    assert.deepEqual(asked, []);
    assert.deepEqual(await known('ada'), nobody);
    assert.match(asked[0] ?? '', /^Suggest the contacts of ada, and the people/);
    assert.deepEqual(await known('ada'), carla);
    assert.equal(asked.length, 1);
    offer.dispose();
  });
});
