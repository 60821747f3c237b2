import assert from 'node:assert/strict';
import { failureOf, never } from './authSetting.js';
import { MailBench } from './mailBench.js';

describe('People and contacts of who is signed in', function () {
  this.timeout(20_000);
  let bench: MailBench;

  beforeEach(async () => {
    bench = await MailBench.start();
    await bench.mail.signIn('browser', never);
  });
  afterEach(() => bench.close());

  const asked = () =>
    bench.setting
      .sent('authorize')
      .map(({ scope = '' }) => scope.split(' ').filter((each) => each.includes('.')));
  const paths = () => bench.sandbox.exchanges.map(({ path }) => path.split('?')[0]);
  const agree = async () => {
    bench.mail.wantPeople((await bench.mail.defaultAccount())?.id ?? '');
    await bench.mail.signIn('browser', never, true);
  };

  it('are asked for at no sign-in but the one that is for them', async () => {
    const { mail } = bench;
    assert.equal((await failureOf(mail.peopleFor({}))).code, 'sign-in-consent-needed');
    await mail.signIn('browser', never, true);
    assert.deepEqual(asked(), [
      ['Mail.ReadWrite', 'Mail.Send'],
      ['Mail.ReadWrite', 'Mail.Send'],
    ]);
    assert.equal((await failureOf(mail.peopleFor({}))).code, 'sign-in-consent-needed');
    await agree();
    assert.deepEqual(asked()[2], ['Mail.ReadWrite', 'Mail.Send', 'People.Read', 'Contacts.Read']);
    assert.equal(bench.setting.sent('authorize')[2]?.['login_hint'], 'ada@example.com');
    assert.equal(asked().length, 3);
    assert.ok(((await mail.peopleFor({}))?.contacts.length ?? 0) > 0);
  });

  it('are read once, and again after a sign-out', async () => {
    const { mail } = bench;
    await agree();
    const known = await mail.peopleFor({});
    assert.equal(known?.people[0]?.address, 'nora@lindqvist.example');
    await mail.peopleFor({ account: 'ada@example.com' });
    assert.deepEqual(paths().sort(), ['/v1.0/me/contacts', '/v1.0/me/people']);
    const { id = '' } = (await mail.defaultAccount()) ?? {};
    await mail.signOut(id);
    assert.equal((await failureOf(mail.peopleFor({}))).code, 'not-signed-in');
    await mail.signIn('browser', never);
    assert.equal((await failureOf(mail.peopleFor({}))).code, 'sign-in-consent-needed');
    await agree();
    await mail.peopleFor({});
    assert.equal(paths().length, 4);
  });

  it('are refused by the mailbox to a token without the permissions', async () => {
    await agree();
    bench.permissions = ['Mail.ReadWrite', 'Mail.Send'];
    assert.equal((await failureOf(bench.mail.peopleFor({}))).code, 'mailbox-access-denied');
    assert.deepEqual(
      bench.sandbox.exchanges.map(({ status }) => status),
      [403, 403],
    );
  });

  it('fail without a mailbox, and are not asked for again at once', async () => {
    await agree();
    await bench.closeMailbox();
    assert.equal((await failureOf(bench.mail.peopleFor({}))).code, 'mailbox-offline');
    const tokens = bench.setting.sent('token').length;
    assert.equal((await failureOf(bench.mail.peopleFor({}))).code, 'mailbox-offline');
    assert.equal(bench.setting.sent('token').length, tokens);
  });
});
