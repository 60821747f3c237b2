import assert from 'node:assert/strict';
import { attachmentPath } from '../../../src/editor/drafts/attachmentPath.js';

const place = (path: string, authority = '', scheme = 'file') => ({ scheme, authority, path });

describe('the path of an attachment', () => {
  const table: [draft: string, file: string, root: string, expected: string][] = [
    ['/w/a.mail.md', '/w/plan.pdf', '/w', 'plan.pdf'],
    ['/w/a.mail.md', '/w/files/plan.pdf', '/w', 'files/plan.pdf'],
    ['/w/mails/a.mail.md', '/w/files/plan.pdf', '/w', '../files/plan.pdf'],
    ['/w/mails/deep/a.mail.md', '/w/plan.pdf', '/w/', '../../plan.pdf'],
    ['/w/mails/a.mail.md', '/w/mails2/plan.pdf', '/w', '../mails2/plan.pdf'],
    ['/w/a.mail.md', '/other/plan.pdf', '/w', '/other/plan.pdf'],
    ['/w/a.mail.md', '/w2/plan.pdf', '/w', '/w2/plan.pdf'],
    ['/c:/w/a.mail.md', '/c:/w/files/plan.pdf', '/c:/w', 'files/plan.pdf'],
    ['/c:/w/a.mail.md', '/d:/plan.pdf', '/c:/w', 'd:/plan.pdf'],
  ];
  for (const [draft, file, root, expected] of table)
    it(`of ${file} in ${draft} is ${expected}`, () =>
      assert.equal(attachmentPath(place(draft), place(file), place(root)), expected));

  it('does not exist on another computer or file system', () => {
    const draft = place('/w/a.mail.md', 'host', 'vscode-remote');
    assert.equal(
      attachmentPath(draft, place('/w/plan.pdf'), place('/w', 'host', 'vscode-remote')),
      undefined,
    );
    assert.equal(
      attachmentPath(draft, place('/w/plan.pdf', 'other', 'vscode-remote'), place('/w')),
      undefined,
    );
  });
});
