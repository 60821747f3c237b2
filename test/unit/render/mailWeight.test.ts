import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/failure.js';
import { megabytes, weightProblems } from '../../../src/render/mailWeight.js';
import { attached, plainMail } from '../outbox/steps.js';

const mebibyte = 1024 * 1024;
const file = (size: number) => ({ ...attached('a.zip', new Uint8Array()), size });

describe('the weight of a mail', () => {
  it('counts files as they travel, a third longer, against the 35 MB of most mailboxes', () => {
    assert.deepEqual(weightProblems({ ...plainMail, attachments: [file(25 * mebibyte)] }, 3), []);
    const [problem, ...more] = weightProblems({ ...plainMail, attachments: [file(26 * mebibyte)] }, 3);
    assert.ok(problem && more.length === 0);
    assert.deepEqual([problem.code, problem.severity, problem.line], ['mail-large', 'warning', 3]);
    assert.match(
      inEnglish(problem.message),
      /^The mail has 35\.6 MB on its way\. Many mailboxes send at most 35 MB\./,
    );
  });

  it('counts all files together, pictures too', () => {
    const bytes = new Uint8Array(6 * mebibyte);
    const picture = { contentId: 'p', name: 'p.png', contentType: 'image/png', bytes };
    const mail = { ...plainMail, images: [picture], attachments: [file(10 * mebibyte), file(10 * mebibyte)] };
    assert.equal(weightProblems(mail, 0).length, 1);
    assert.equal(weightProblems({ ...mail, images: [] }, 0).length, 0);
  });

  it('rounds up, so that what is over a limit never reads like it', () => {
    assert.deepEqual([150 * mebibyte, 150 * mebibyte + 1, 0, 1].map(megabytes), ['150', '150.1', '0', '0.1']);
  });
});
