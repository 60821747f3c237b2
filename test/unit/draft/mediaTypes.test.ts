import assert from 'node:assert/strict';
import { mediaTypeOf } from '../../../src/draft/mediaTypes.js';

describe('media types', () => {
  const unknown = 'application/octet-stream';
  const table: [name: string, type: string][] = [
    ['plan.pdf', 'application/pdf'],
    ['PLAN.PDF', 'application/pdf'],
    ['photo.jpg', 'image/jpeg'],
    ['photo.jpeg', 'image/jpeg'],
    ['logo.svg', 'image/svg+xml'],
    ['logo.png', 'image/png'],
    ['figures/logo.webp', 'image/webp'],
    ['C:\\figures\\logo.gif', 'image/gif'],
    ['notes.md', 'text/markdown'],
    ['data.csv', 'text/csv'],
    ['data.json', 'application/json'],
    ['letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['sheet.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['talk.pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ['letter.odt', 'application/vnd.oasis.opendocument.text'],
    ['mail.eml', 'message/rfc822'],
    ['date.ics', 'text/calendar'],
    ['ada.vcf', 'text/vcard'],
    ['all.tar.gz', 'application/gzip'],
    ['all.zip', 'application/zip'],
    ['talk.mp3', 'audio/mpeg'],
    ['talk.mp4', 'video/mp4'],
    ['plan', unknown],
    ['plan.', unknown],
    ['', unknown],
    ['plan.unheard', unknown],
    ['pdf', unknown],
    ['v1.pdf/plan', unknown],
    ['x.constructor', unknown],
    ['x.__proto__', unknown],
    ['.gitignore', unknown],
  ];
  for (const [name, type] of table) it(name, () => assert.equal(mediaTypeOf(name), type));
});
