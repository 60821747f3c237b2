import assert from 'node:assert/strict';
import { GraphFailure } from '../../../src/graph/errors.js';
import { ConnectionFailure, type WireResponse } from '../../../src/wire.js';
import { codeOf, folder, id, lost, mailbox, missing } from './mailboxBench.js';
import { empty, graphError, json, message, page } from './scripted.js';

describe('the Graph mailbox: writing', () => {
  it('creates once, by 201 or 200', async () => {
    for (const status of [201, 200]) {
      const { mailbox: box, sent, paths } = mailbox('/me', json(status, message()));
      assert.equal((await box.create({ subject: 'Hi' })).id, id);
      assert.deepEqual(paths(), ['POST /v1.0/me/messages']);
      assert.deepEqual(JSON.parse(new TextDecoder().decode(sent[0]?.body)), { subject: 'Hi' });
    }
  });

  it('sends by an empty POST, once, with the right to send', async () => {
    for (const answer of [empty(202), empty(200), json(200, {}), empty(202, { 'retry-after': '30' })]) {
      const { mailbox: box, sent, tokens, paths } = mailbox('/me', answer);
      await box.send(id);
      assert.deepEqual(paths(), [`POST /v1.0/me/messages/${id}/send`]);
      assert.deepEqual([sent[0]?.body?.byteLength, sent[0]?.headers['Content-Length']], [0, '0']);
      assert.deepEqual(tokens, [{ scopes: ['Mail.Send'] }]);
    }
  });

  const sendAnswers: [string, WireResponse | Error, string, boolean][] = [
    ['400', graphError(400, 'ErrorInvalidRecipients'), 'recipients-refused', true],
    ['403', graphError(403, 'ErrorSendAsDenied'), 'send-as-denied', true],
    ['404', missing, 'message-not-found', false],
    ['411 as a page', page(411), 'request-altered', false],
    ['412', graphError(412, 'ErrorIrresolvableConflict'), 'message-changed-meanwhile', false],
    ['429', graphError(429, 'ApplicationThrottled'), 'mailbox-busy', false],
    ['500', graphError(500, 'UnknownError'), 'mailbox-unavailable', false],
    ['504', page(504), 'mailbox-unavailable', false],
    ['a login page', page(200), 'mailbox-answer-unreadable', false],
    ['204', empty(204), 'mailbox-answer-unreadable', false],
    ['a redirect', empty(302), 'mailbox-redirected', false],
    ['no answer', lost, 'mailbox-no-answer', false],
    ['no connection', new ConnectionFailure('never-sent', 'ENOTFOUND'), 'mailbox-offline', true],
  ];
  for (const [name, answer, code, refused] of sendAnswers)
    it(`send answered by ${name}: one request, ${code}, ${refused ? 'refused' : 'not settled'}`, async () => {
      const { mailbox: box, sent } = mailbox('/me', answer);
      const error: unknown = await box.send(id).catch((reason: unknown) => reason);
      assert.ok(error instanceof GraphFailure);
      assert.deepEqual([error.code, error.refused, sent.length], [code, refused, 1]);
    });

  it('updates by what changed only', async () => {
    const { mailbox: box, sent, paths } = mailbox('/me', json(200, message({ changeKey: 'CQ2' })));
    assert.equal((await box.update(id, { subject: 'New' })).changeKey, 'CQ2');
    assert.deepEqual(paths(), [`PATCH /v1.0/me/messages/${id}`]);
    assert.deepEqual(JSON.parse(new TextDecoder().decode(sent[0]?.body)), { subject: 'New' });
  });

  it('does not update what Graph sets at creation only', async () => {
    const { mailbox: box, sent } = mailbox('/me');
    await assert.rejects(box.update(id, { attachments: [] }), TypeError);
    await assert.rejects(box.update(id, { internetMessageHeaders: [] }), TypeError);
    assert.equal(sent.length, 0);
  });

  it('deletes; what is gone is deleted', async () => {
    await mailbox('/me', empty(204)).mailbox.delete(id);
    await mailbox('/me', missing).mailbox.delete(id);
    await mailbox('/me', empty(204)).mailbox.deleteAttachment(id, 'a1');
    await mailbox('/me', missing).mailbox.deleteAttachment(id, 'a1');
    assert.equal(await codeOf(mailbox('/me', page(404)).mailbox.delete(id)), 'mailbox-answer-unexpected');
    assert.equal(
      await codeOf(mailbox('/me', graphError(403, 'ErrorCannotDeleteObject')).mailbox.delete(id)),
      'message-not-deletable',
    );
  });

  it('after a lost answer deletes again only what is not in Deleted Items yet', async () => {
    const inBin = json(200, message({ parentFolderId: 'folder-deleteditems' }));
    const done = mailbox('/me', lost, inBin, folder('drafts'), folder('deleteditems'));
    await done.mailbox.delete(id);
    assert.equal(done.paths().filter((path) => path.startsWith('DELETE')).length, 1);

    const again = mailbox('/me', lost, json(200, message()), folder('drafts'), empty(204));
    await again.mailbox.delete(id);
    assert.equal(again.paths().filter((path) => path.startsWith('DELETE')).length, 2);

    const gone = mailbox('/me', lost, missing);
    await gone.mailbox.delete(id);
    assert.equal(gone.paths().filter((path) => path.startsWith('DELETE')).length, 1);
  });
});
