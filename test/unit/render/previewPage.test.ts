import assert from 'node:assert/strict';
import {
  pageMessage,
  type PreviewContent,
  type PreviewLabels,
} from '../../../src/editor/preview/previewContent.js';
import { withPictures } from '../../../src/editor/preview/mailFrame.js';
import { contentMessage, previewPage, sizeText } from '../../../src/editor/preview/previewPage.js';

const labels: PreviewLabels = {
  language: 'en',
  from: 'From',
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  attachments: 'Attachments',
  noSender: 'Nobody is signed in',
  noRecipients: 'No recipients yet',
  noSubject: 'No subject',
  sandbox: 'SANDBOX',
  sandboxMeaning: 'Nothing leaves this machine',
  problems: 'Problems',
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
  line: 'Line {0}',
  mail: 'The mail',
  remoteHidden: 'Hidden',
  showRemote: 'Show Remote Images',
};

const content: PreviewContent = {
  from: 'You <you@example.com>',
  sandbox: false,
  to: ['Ada <ada@example.com>'],
  cc: [],
  bcc: [],
  subject: 'Notes',
  html: '<div><p>Hello</p></div>\n',
  images: [],
  attachments: [],
  problems: [],
  blocks: [{ line: 4, index: 0 }],
};

function page(change: Partial<PreviewContent> = {}, remotePictures = false): string {
  return previewPage({
    content: { ...content, ...change },
    labels,
    nonce: 'N0NCE',
    cspSource: 'https://webview.test',
    style: 'https://webview.test/preview.css',
    script: 'https://webview.test/preview.js',
    remotePictures,
    state: { uri: 'file:///a.mail.md' },
  });
}

const policyOf = (html: string): Map<string, string> =>
  new Map(
    (/Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('the preview page', () => {
  it('allows nothing but its own style and script, inline styles and pictures of the mail', () => {
    assert.deepEqual(
      policyOf(page()),
      new Map([
        ['default-src', "'none'"],
        ['script-src', "'nonce-N0NCE'"],
        ['style-src', "https://webview.test 'nonce-N0NCE'"],
        ['style-src-attr', "'unsafe-inline'"],
        ['img-src', 'data:'],
        ['base-uri', "'none'"],
        ['form-action', "'none'"],
      ]),
    );
  });

  it('loads pictures from the internet only when they were asked for', () => {
    const html = '<div><p><img src="https://e.org/a.png" alt=""></p></div>';
    assert.match(page({ html }), /data-action="showRemote"/);
    assert.equal(policyOf(page({ html }, true)).get('img-src'), 'data: https:');
    assert.doesNotMatch(page({ html }, true), /data-action="showRemote"/);
    assert.doesNotMatch(page(), /data-action="showRemote"/);
  });

  it('holds the mail in a frame that can run no script and open nothing', () => {
    const html = page();
    assert.equal(/ sandbox="([^"]*)"/.exec(html)?.[1], 'allow-same-origin');
    assert.match(html, /srcdoc="[^"]*&lt;body&gt;&lt;div&gt;&lt;p&gt;Hello&lt;\/p&gt;&lt;\/div&gt;/);
  });

  it('escapes all that people wrote', () => {
    const evil = `"><script>alert('1')</script>&`;
    const html = page({
      from: evil,
      to: [evil],
      cc: [evil],
      bcc: [evil],
      subject: evil,
      attachments: [{ name: evil, size: 1 }],
      problems: [{ severity: 'error', message: evil, line: 0 }],
    });
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    assert.deepEqual(scripts, [
      '<script type="application/json" id="data">',
      '<script nonce="N0NCE" src="https://webview.test/preview.js">',
    ]);
    assert.doesNotMatch(html, /alert\('1'\)/);
  });

  it('keeps its data from ending the script that carries it', () => {
    const html = previewPage({
      content,
      labels,
      nonce: 'n',
      cspSource: 'x',
      style: 's',
      script: 'j',
      remotePictures: false,
      state: { uri: 'file:///</script><b>' },
    });
    const data = /id="data">([^<]*)<\/script>/.exec(html)?.[1] ?? '';
    assert.deepEqual(JSON.parse(data), { state: { uri: 'file:///</script><b>' }, blocks: content.blocks });
  });

  it('shows who it is from, to whom, and marks the sandbox in words', () => {
    const head = contentMessage(
      { ...content, sandbox: true, cc: ['c@example.com'], bcc: ['b@example.com'] },
      labels,
      false,
    ).head;
    const fields = [...head.matchAll(/<dt>([^<]*)<\/dt><dd>(.*?)<\/dd>/g)].map(([, label, value = '']) => [
      label,
      value.replace(/<[^>]*>/g, '').trim(),
    ]);
    assert.deepEqual(fields, [
      ['From', 'You &lt;you@example.com&gt; SANDBOX Nothing leaves this machine'],
      ['To', 'Ada &lt;ada@example.com&gt;'],
      ['Cc', 'c@example.com'],
      ['Bcc', 'b@example.com'],
    ]);
    assert.doesNotMatch(contentMessage(content, labels, false).head, /SANDBOX/);
  });

  it('says what is missing', () => {
    const nobody: PreviewContent = {
      sandbox: false,
      to: [],
      cc: [],
      bcc: [],
      subject: '',
      html: '',
      images: [],
      attachments: [],
      problems: [],
      blocks: [],
    };
    const { head } = contentMessage(nobody, labels, false);
    for (const text of ['Nobody is signed in', 'No recipients yet', 'No subject'])
      assert.ok(head.includes(text), head);
  });

  it('lists problems as buttons that name their line from 1', () => {
    const { problems } = contentMessage(
      { ...content, problems: [{ severity: 'warning', message: 'Look here', line: 6 }] },
      labels,
      false,
    );
    assert.match(problems, /<button type="button" data-line="6">.*Warning.*Look here.*Line 7.*<\/button>/);
  });

  it('puts pictures of the mail in, for display only', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const image = { contentId: 'image1-abc', name: 'x.png', contentType: 'image/png', bytes };
    assert.equal(
      withPictures('<img src="cid:image1-abc"><img src="cid:other">', [image]),
      '<img src="data:image/png;base64,AQID"><img src="cid:other">',
    );
    // What a mail shows as text has its quotation marks escaped, and stays.
    const text = '<p>src=&quot;cid:image1-abc&quot;</p>';
    assert.equal(withPictures(text, [image]), text);
  });

  it('writes sizes as file managers do', () => {
    const sizes = [0, 1, 1023, 1024, 19_480, 1_572_864, 3_221_225_472].map((bytes) => sizeText(bytes, 'en'));
    assert.deepEqual(sizes, ['0 B', '1 B', '1,023 B', '1 KB', '19 KB', '1.5 MB', '3 GB']);
    assert.equal(sizeText(1_572_864, 'de'), '1,5 MB');
  });

  it('takes only messages that it knows', () => {
    assert.deepEqual(pageMessage({ type: 'line', line: 3, more: 1 }), { type: 'line', line: 3 });
    assert.deepEqual(pageMessage({ type: 'open', url: 'https://e.org' }), {
      type: 'open',
      url: 'https://e.org',
    });
    for (const other of [
      null,
      1,
      'ready',
      {},
      { type: 'run' },
      { type: 'line', line: -1 },
      { type: 'line', line: '1' },
      { type: 'open' },
      { type: 'open', url: 'command:workbench.action.quit' },
      { type: 'open', url: 'file:///etc/passwd' },
    ]) {
      assert.equal(pageMessage(other), undefined);
    }
  });
});
