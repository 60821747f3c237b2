import assert from 'node:assert/strict';
import { readPeople } from '../../../src/graph/people.js';
import { type WireRequest, type WireResponse } from '../../../src/wire.js';
import { graphFailure, offline } from './requests.js';
import { type Answer, bench, graphError, json, page } from './scripted.js';

const contact = (displayName: string | null, ...addresses: (string | null)[]) => ({
  id: displayName,
  displayName,
  emailAddresses: addresses.map((address) => ({ name: `${displayName} (${address})`, address })),
});
const person = (displayName: string | null, ...addresses: (string | null)[]) => ({
  id: displayName,
  displayName,
  scoredEmailAddresses: addresses.map((address) => ({ address, relevanceScore: 1 })),
});
const list = (...value: unknown[]) => json(200, { value });
const root = 'https://graph.microsoft.com/v1.0/me';

/** Both lists are asked for at once, so each request is answered by what it asks for. */
function mailbox(answers: Readonly<Record<string, (WireResponse | Error)[]>>) {
  const left = new Map(Object.entries(answers).map(([name, each]) => [name, [...each]]));
  const answer: Answer = ({ url }: WireRequest) => {
    const next = left.get(new URL(url).pathname.split('/').at(-1) ?? '')?.shift();
    if (next instanceof Error) throw next;
    assert.ok(next, `unexpected ${url}`);
    return next;
  };
  return bench(Array<Answer>(12).fill(answer));
}

describe('the people and contacts of a mailbox', () => {
  it('are asked for by name and address alone, with their own two permissions', async () => {
    const { client, sent, tokens } = mailbox({ people: [list()], contacts: [list()] });
    assert.deepEqual(await readPeople(client), { people: [], contacts: [] });
    assert.deepEqual(sent.map(({ method, url }) => `${method} ${url}`).sort(), [
      `GET ${root}/contacts?$select=displayName%2CemailAddresses&$top=500`,
      `GET ${root}/people?$select=displayName%2CscoredEmailAddresses&$top=200`,
    ]);
    for (const { scopes } of tokens) assert.deepEqual(scopes, ['People.Read', 'Contacts.Read']);
  });

  it('keep the order of the mailbox, each address with the name of its owner', async () => {
    const { client } = mailbox({
      people: [list(person('Nora', 'nora@a.example', 'n@b.example'), person('Garden', 'garden@a.example'))],
      contacts: [list(contact(' Weiß, Hanna ', 'hanna@c.example'), contact('x@c.example', 'X@c.example'))],
    });
    assert.deepEqual(await readPeople(client), {
      people: [
        { name: 'Nora', address: 'nora@a.example' },
        { name: 'Nora', address: 'n@b.example' },
        { name: 'Garden', address: 'garden@a.example' },
      ],
      contacts: [{ name: 'Weiß, Hanna', address: 'hanna@c.example' }, { address: 'X@c.example' }],
    });
  });

  it('leave out what is no address, and whoever has none', async () => {
    const { client } = mailbox({
      people: [
        list(person('Desk'), person('Old', '/o=ExchangeLabs/cn=old', null, ''), person(null, 'a@b.c')),
      ],
      contacts: [
        list({ id: '1', displayName: 'Null', emailAddresses: null }, contact('Ada', ' ada@a.example ')),
      ],
    });
    assert.deepEqual(await readPeople(client), {
      people: [{ address: 'a@b.c' }],
      contacts: [{ name: 'Ada', address: 'ada@a.example' }],
    });
  });

  it('are read page after page, up to a number beyond which nobody scrolls', async () => {
    const full = (from: number) =>
      Array.from({ length: 500 }, (_, index) => contact(`C${from + index}`, `c${from + index}@a.example`));
    const next = (skip: number) => ({ '@odata.nextLink': `${root}/contacts?$skip=${skip}` });
    const { client, sent } = mailbox({
      people: [list()],
      contacts: [0, 500, 1000, 1500, 2000].map((at) => json(200, { value: full(at), ...next(at + 500) })),
    });
    const { contacts } = await readPeople(client);
    assert.deepEqual([contacts.length, contacts.at(-1)?.address], [2000, 'c1999@a.example']);
    assert.equal(sent.length, 1 + 4);
    assert.equal(sent.at(-1)?.url, `${root}/contacts?$skip=1500`);
  });

  it('are offered in part where one of the lists is refused', async () => {
    const denied = graphError(403, 'ErrorAccessDenied');
    const one = mailbox({ people: [denied], contacts: [list(contact('Ada', 'ada@a.example'))] });
    assert.deepEqual((await readPeople(one.client)).contacts, [{ name: 'Ada', address: 'ada@a.example' }]);
    const both = mailbox({ people: [denied], contacts: [denied] });
    assert.equal((await graphFailure(readPeople(both.client))).code, 'mailbox-access-denied');
  });

  it('fail as all else does: offline, and by answers that are none', async () => {
    const away = mailbox({ people: [offline], contacts: [offline] });
    assert.equal((await graphFailure(readPeople(away.client))).code, 'mailbox-offline');
    for (const answer of [page(200), json(200, { value: 'x' }), list({ displayName: 7 }), list('x')]) {
      const { client } = mailbox({ people: [answer], contacts: [answer] });
      assert.equal((await graphFailure(readPeople(client))).code, 'mailbox-answer-unreadable');
    }
  });

  it('stand in no line of the log', async () => {
    const { client, lines } = mailbox({
      people: [list(person('Nora', 'nora@secret.example'))],
      contacts: [graphError(403, 'ErrorAccessDenied')],
    });
    await readPeople(client);
    assert.equal(lines.length, 2);
    assert.doesNotMatch(lines.join('\n'), /Nora|secret|@/);
  });

  it('do not hide a bug behind the list that came', async () => {
    const { client } = mailbox({ people: [new RangeError('a bug')], contacts: [list()] });
    await assert.rejects(readPeople(client), RangeError);
  });
});
