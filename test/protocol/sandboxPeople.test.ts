import assert from 'node:assert/strict';
import { ada, type Json, Loopback, team } from '../unit/sandbox/loopback.js';

describe('sandbox: people and contacts', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start({ seed: true });
  });
  afterEach(() => box.close());

  it('lists people with their addresses, the likeliest first', async () => {
    const { status, json } = await box.get(
      '/v1.0/me/people?$select=displayName,scoredEmailAddresses&$top=200',
    );
    assert.equal(status, 200);
    assert.equal(json['@odata.nextLink'], undefined);
    const [first] = json.value;
    assert.deepEqual(Object.keys(first ?? {}).sort(), ['displayName', 'id', 'scoredEmailAddresses']);
    assert.deepEqual(
      [first?.displayName, first?.scoredEmailAddresses],
      [
        'Nora Lindqvist',
        [{ address: 'nora@lindqvist.example', relevanceScore: 20, selectionLikelihood: 'notSpecified' }],
      ],
    );
    assert.ok(json.value.some(({ scoredEmailAddresses }) => (scoredEmailAddresses as []).length === 0));
  });

  it('lists contacts, also by pages that lose and repeat nobody', async () => {
    const whole = (await box.get('/v1.0/me/contacts?$select=displayName,emailAddresses')).json;
    assert.ok(whole.value.length >= 4);
    assert.deepEqual(whole.value.at(0)?.emailAddresses, [
      { name: 'Haddad, Samir (Samir.Haddad@example.com)', address: 'Samir.Haddad@example.com' },
      { name: 'Haddad, Samir (samir@haddad.example)', address: 'samir@haddad.example' },
    ]);
    const seen: unknown[] = [];
    let next: string | undefined = '/v1.0/me/contacts?$select=displayName&$top=2';
    for (let pages = 0; next !== undefined; pages++) {
      assert.ok(pages < 5);
      const { json }: { json: Json } = await box.get(next);
      seen.push(...json.value.map(({ displayName }) => displayName));
      next = json['@odata.nextLink'] as string | undefined;
    }
    assert.deepEqual(
      seen,
      whole.value.map(({ displayName }) => displayName),
    );
  });

  it('knows nobody in a mailbox without a seed', async () => {
    await box.close();
    box = await Loopback.start();
    for (const list of ['people', 'contacts'])
      assert.deepEqual((await box.get(`/v1.0/me/${list}`)).json.value, []);
  });

  it('refuses what Graph refuses', async () => {
    for (const list of ['people', 'contacts']) {
      const posted = await box.ask('POST', `/v1.0/me/${list}`, { displayName: 'x' });
      assert.equal(posted.status, 405, list);
      const unknown = await box.get(`/v1.0/me/${list}?$select=shoeSize`);
      assert.deepEqual([unknown.status, unknown.code], [400, 'RequestBroker--ParseUri']);
      assert.equal((await box.get(`/v1.0/me/${list}?$top=0`)).status, 400);
      assert.equal((await box.get(`/v1.0/me/${list}?$search=x`)).status, 501);
      const others = await box.get(`/v1.0/users/${team.userName}/${list}`);
      assert.deepEqual([others.status, others.code], [403, 'ErrorAccessDenied']);
    }
  });

  it('wants the permission for each of the two lists', async () => {
    await box.close();
    box = await Loopback.start({
      seed: true,
      authorize: (token) => ({ ...ada, permissions: token.split('+') }),
    });
    const status = async (list: string, token: string) =>
      (await box.get(`/v1.0/me/${list}`, { authorization: `Bearer ${token}` })).status;
    const all = async (token: string) => [
      await status('people', token),
      await status('contacts', token),
      await status('messages', token),
    ];
    assert.deepEqual(await all('Mail.ReadWrite'), [403, 403, 200]);
    assert.deepEqual(await all('People.Read'), [200, 403, 200]);
    assert.deepEqual(await all('People.Read+Contacts.Read'), [200, 200, 200]);
  });
});
