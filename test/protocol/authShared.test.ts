import assert from 'node:assert/strict';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { ada, failureOf, never } from './authSetting.js';
import { MailBench, team } from './mailBench.js';
import { draftId as id, mail as outgoing } from './outboxBench.js';

describe('Permissions for the mailboxes of others', function () {
  this.timeout(20_000);
  let bench: MailBench;

  beforeEach(async () => {
    bench = await MailBench.start();
  });
  afterEach(() => bench.close());

  const header = (mailbox?: string) =>
    parseDraft(
      `---\nto: reader@example.org\n${mailbox ? `mailbox: ${mailbox}\n` : ''}subject: x\n---\ntext\n`,
    ).header;
  const asked = () =>
    bench.setting
      .sent('authorize')
      .map(({ scope = '' }) => scope.split(' ').filter((each) => each.startsWith('Mail.')));

  it('the first sign-in asks for one’s own mailbox, both permissions at once', async () => {
    await bench.mail.signIn('browser', never);
    assert.deepEqual(asked(), [['Mail.ReadWrite', 'Mail.Send']]);
  });

  it('a draft that names a mailbox asks for more, of the same person, and then works', async () => {
    const { mail, setting } = bench;
    await mail.signIn('browser', never);
    const reference = await mail.mailboxFor(header(team));
    assert.equal(reference.path, `/users/${team}`);
    const refusal = { error: 'invalid_grant', error_codes: [65001], suberror: 'consent_required' };
    setting.provider.answerNext('token', {
      status: 400,
      body: { ...refusal, error_description: 'AADSTS65001: x' },
    });
    const job = { id, mailbox: reference, mail: outgoing() };
    const failure = await failureOf(mail.outbox.upload(job));
    assert.equal(failure.code, 'sign-in-consent-needed');

    await mail.signIn('browser', never, true);
    assert.deepEqual(asked()[1], [
      'Mail.ReadWrite',
      'Mail.Send',
      'Mail.ReadWrite.Shared',
      'Mail.Send.Shared',
    ]);
    const form = setting.sent('authorize')[1] ?? {};
    assert.equal(form['login_hint'], ada);
    assert.equal(form['prompt'], undefined, 'the person need not choose the account again');
    assert.equal((await mail.outbox.upload(job)).kind, 'uploaded');
  });

  it('one’s own address after mailbox: is one’s own mailbox', async () => {
    await bench.mail.signIn('browser', never);
    assert.equal((await bench.mail.mailboxFor(header(ada.toUpperCase()))).path, '/me');
  });
});
