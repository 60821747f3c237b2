import assert from 'node:assert/strict';
import { codeOf, folder, id, mailbox, missing } from './mailboxBench.js';
import { type Answer, empty, graphError, json, message, page } from './scripted.js';

describe('the Graph mailbox: get and findByTag', () => {
  const places: [string, boolean, string, string, number][] = [
    // folder of the message, isDraft, told as, look-ups
    ['a draft in Drafts', true, 'drafts', 'drafts', 1],
    ['a deleted draft', true, 'deleteditems', 'deleteditems', 2],
    ['a draft that is leaving', true, 'sentitems', 'sentitems', 3],
    ['a draft elsewhere', true, 'archive', 'other', 3],
    ['a sent copy', false, 'sentitems', 'sentitems', 1],
    ['a deleted sent copy', false, 'deleteditems', 'deleteditems', 2],
    ['a sent copy that was filed', false, 'archive', 'other', 3],
  ];
  for (const [name, isDraft, where, told, lookups] of places)
    it(`${name} is told as ${told}, by ${lookups} look-ups`, async () => {
      const byName: Answer = ({ url }) => folder(/mailFolders\/(\w+)/.exec(url)?.[1] ?? '');
      const found = json(200, message({ isDraft, parentFolderId: `folder-${where}` }));
      const { mailbox: box, sent } = mailbox('/me', found, ...Array<Answer>(lookups).fill(byName), found);
      assert.equal((await box.get(id))?.folder, told);
      assert.equal(sent.length, 1 + lookups);
      // The second time the folders are known.
      assert.equal((await box.get(id))?.folder, told);
      assert.equal(sent.length, 2 + lookups);
    });

  it('asks for the properties it reads and for no other', async () => {
    const { mailbox: box, sent } = mailbox('/me', json(200, message()), folder('drafts'));
    assert.deepEqual(await box.get(id), {
      id,
      changeKey: 'CQ1',
      isDraft: true,
      parentFolderId: 'folder-drafts',
      webLink: 'https://outlook.office365.com/owa/?ItemID=1',
      internetMessageId: '<1@example.com>',
      folder: 'drafts',
    });
    const asked = new URL(sent[0]?.url ?? '').searchParams;
    assert.equal(
      asked.get('$select'),
      'id,changeKey,isDraft,parentFolderId,webLink,internetMessageId,sentDateTime',
    );
  });

  it('looks up no folder when nothing was found', async () => {
    const { mailbox: box, sent } = mailbox('/me', json(200, { value: [] }), missing);
    assert.deepEqual(await box.findByTag('01J8ZQ4X7T9R5K2M3N6P8Q0S1T'), []);
    assert.equal(await box.get(id), undefined);
    assert.equal(sent.length, 2);
    assert.equal(
      new URL(sent[0]?.url ?? '').searchParams.get('$filter'),
      "singleValueExtendedProperties/Any(ep: ep/id eq 'String {6f1c6f38-0a5b-4a7e-9d0e-7f2f3c1b9a64} Name MarkdownMailDraft' and ep/value eq '01J8ZQ4X7T9R5K2M3N6P8Q0S1T')",
    );
    assert.ok(!sent[0]?.url.includes('+') && sent[0]?.url.includes('%20and%20'));
  });

  it('takes no gateway’s 404 for an absent message', async () => {
    assert.equal(await codeOf(mailbox('/me', page(404)).mailbox.get(id)), 'mailbox-answer-unexpected');
    assert.equal(
      await codeOf(mailbox('/me', graphError(404, 'ResourceNotFound')).mailbox.get(id)),
      'mailbox-not-enabled',
    );
  });

  it('a folder that the mailbox does not have is no place', async () => {
    const { mailbox: box } = mailbox('/me', json(200, message()), missing, missing, missing);
    assert.equal((await box.get(id))?.folder, 'other');
  });

  it('a failed look-up is asked again the next time', async () => {
    const { mailbox: box } = mailbox(
      '/me',
      json(200, message()),
      graphError(403, 'ErrorAccessDenied'),
      json(200, message()),
      folder('drafts'),
    );
    assert.equal(await codeOf(box.get(id)), 'mailbox-access-denied');
    assert.equal((await box.get(id))?.folder, 'drafts');
  });

  it('addresses another mailbox by its percent-encoded address, with the scopes for it', async () => {
    const {
      mailbox: box,
      sent,
      tokens,
    } = mailbox('/users/o’neil+team@example.com', json(201, message()), empty(202), missing);
    await box.create({ subject: 'Hi' });
    await box.send(id);
    await box.get(id);
    assert.ok(
      sent[0]?.url.startsWith(
        'https://graph.microsoft.com/v1.0/users/o%E2%80%99neil%2Bteam%40example.com/messages',
      ),
    );
    assert.deepEqual(
      tokens.map(({ scopes }) => scopes),
      [['Mail.ReadWrite.Shared'], ['Mail.Send.Shared'], ['Mail.ReadWrite.Shared']],
    );
  });
});
