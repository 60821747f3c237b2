import assert from 'node:assert/strict';
import { headHtml } from '../../../src/editor/preview/headHtml.js';
import { sizeText } from '../../../src/editor/preview/htmlText.js';
import { PageFeed } from '../../../src/editor/preview/pageFeed.js';
import { pageMessage, type PreviewProblem } from '../../../src/editor/preview/previewContent.js';
import { previewPage } from '../../../src/editor/preview/previewPage.js';
import { plainView, viewOf } from '../../../src/editor/preview/previewView.js';
import { problemsHtml } from '../../../src/editor/preview/problemsHtml.js';
import { sizeMeter } from '../../../src/editor/preview/sizeMeter.js';
import { content, feedInput, labels, nothing } from './contents.js';

function page(remotePictures = false, uri = 'file:///a.mail.md'): string {
  return previewPage({
    labels,
    nonce: 'N0NCE',
    cspSource: 'https://webview.test',
    style: 'https://webview.test/preview.css',
    script: 'https://webview.test/main.js',
    remotePictures,
    state: { uri },
  });
}

const policyOf = (html: string): Map<string, string> =>
  new Map(
    (/Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );

const words = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/ +/g, ' ')
    .trim();

describe('the preview page', () => {
  it('allows nothing but its own style and script, inline styles and pictures that the panel sent', () => {
    assert.deepEqual(
      policyOf(page()),
      new Map([
        ['default-src', "'none'"],
        ['script-src', "'nonce-N0NCE'"],
        ['style-src', "https://webview.test 'nonce-N0NCE'"],
        ['style-src-attr', "'unsafe-inline'"],
        ['img-src', 'blob:'],
        ['base-uri', "'none'"],
        ['form-action', "'none'"],
      ]),
    );
  });

  it('loads pictures from the internet only when they were asked for', () => {
    const html = '<div><p><img width="9" src="https://e.org/a.png" alt=""></p></div>';
    const notice = (remotePictures: boolean, shown = html) =>
      new PageFeed().next(feedInput({ html: shown }, { remotePictures })).notice;
    assert.match(notice(false), /data-action="showRemote"/);
    assert.equal(notice(true), '');
    assert.equal(notice(false, content.html), '');
    assert.equal(policyOf(page(true)).get('img-src'), 'blob: https:');
  });

  it('holds the mail in a frame that can run no script and open nothing', () => {
    assert.equal(/ sandbox="([^"]*)"/.exec(page())?.[1], 'allow-same-origin');
    assert.match(page(), / title="The mail as it will arrive"/);
  });

  it('keeps its data from ending the script that carries it', () => {
    const uri = 'file:///</script><b>';
    const data = /id="data">([^<]*)<\/script>/.exec(page(false, uri))?.[1] ?? '';
    assert.deepEqual((JSON.parse(data) as { state: unknown }).state, { uri });
  });

  it('escapes all that people wrote', () => {
    const evil = `"><script>alert('1')</script>&`;
    const message = new PageFeed().next(
      feedInput({
        from: evil,
        to: [evil],
        cc: Array<string>(20).fill(evil),
        bcc: [evil],
        replyTo: [evil],
        subject: evil,
        attachments: [{ name: evil, size: 1, contentType: evil, location: evil }],
        problems: [{ severity: 'error', message: evil, line: 0 }],
      }),
    );
    for (const html of [message.head, message.problems, message.size]) {
      assert.doesNotMatch(html, /<script|alert\('1'\)/);
    }
  });

  it('takes only messages that it knows', () => {
    assert.deepEqual(pageMessage({ type: 'line', line: 3, more: 1 }), { type: 'line', line: 3 });
    assert.deepEqual(pageMessage({ type: 'attachment', index: 0 }), { type: 'attachment', index: 0 });
    assert.deepEqual(pageMessage({ type: 'open', url: 'https://e.org' }), {
      type: 'open',
      url: 'https://e.org',
    });
    assert.deepEqual(pageMessage({ type: 'ready' }), { type: 'ready', view: plainView });
    for (const other of [
      null,
      1,
      'ready',
      {},
      { type: 'run' },
      { type: 'line', line: -1 },
      { type: 'line', line: '1' },
      { type: 'scrolled', line: 0.5 },
      { type: 'attachment', index: '0' },
      { type: 'open' },
      { type: 'open', url: 'command:workbench.action.quit' },
      { type: 'open', url: 'file:///etc/passwd' },
    ]) {
      assert.equal(pageMessage(other), undefined);
    }
  });

  it('shows a view as far as it knows it', () => {
    const view = { tab: 'source', dark: true, phone: true, outlook: true };
    assert.deepEqual(viewOf({ ...view, more: 1 }), view);
    assert.deepEqual(viewOf({ tab: '<b>', dark: 1, phone: 'yes' }), plainView);
    assert.deepEqual(viewOf(null), plainView);
  });
});

describe('the head of the previewed mail', () => {
  const fields = (head: string) =>
    [...head.matchAll(/<dt>([^<]*)<\/dt><dd>(.*?)<\/dd>/g)].map(([, label, value = '']) => [
      label,
      words(value),
    ]);

  it('shows who it is from, to whom, and marks the sandbox in words', () => {
    const head = headHtml(
      {
        ...content,
        sandbox: true,
        cc: ['c@example.com'],
        bcc: ['b@example.com'],
        replyTo: ['r@example.com'],
        importance: 'high',
      },
      labels,
    );
    assert.deepEqual(fields(head), [
      ['From', 'You &lt;you@example.com&gt; SANDBOX Nothing leaves this machine'],
      ['To', 'Ada &lt;ada@example.com&gt;'],
      ['Cc', 'c@example.com'],
      ['Bcc', 'b@example.com'],
      ['Reply To', 'r@example.com'],
      ['Importance', 'High'],
    ]);
    assert.doesNotMatch(headHtml(content, labels), /SANDBOX|Importance/);
  });

  it('says what is missing', () => {
    const head = headHtml(nothing, labels);
    for (const text of ['Nobody is signed in', 'No recipients yet', 'No subject'])
      assert.ok(head.includes(text), head);
  });

  it('an answer: what the mailbox fills in, and that it adds the message answered', () => {
    const answer = { ...nothing, answers: 'reply-all' as const };
    const head = headHtml(answer, labels);
    assert.equal(head.split('As the mailbox fills it in').length, 3, 'the subject and the recipients');
    assert.match(head, /<p class="quiet">The mailbox adds the message that you answer below\.<\/p>/);
    const forward = headHtml({ ...answer, answers: 'forward', subject: 'Mine' }, labels);
    assert.match(forward, /Mine[^]*No recipients yet[^]*The mailbox adds/);
    assert.doesNotMatch(headHtml(nothing, labels), /mailbox/);
  });

  it('shows the first of many people, and holds the others ready', () => {
    const people = (count: number) => Array.from({ length: count }, (_, at) => `p${at}@example.com`);
    assert.doesNotMatch(headHtml({ ...content, to: people(8) }, labels), /<details/);
    const head = headHtml({ ...content, to: people(18) }, labels);
    assert.match(head, /<summary>and 12 more<\/summary>/);
    assert.ok(
      head.indexOf('p5@') < head.indexOf('<details') && head.indexOf('p6@') > head.indexOf('<details'),
    );
    assert.equal(head.match(/p\d+@example\.com/g)?.length, 18);
  });

  it('shows attachments with their sizes, as buttons where there is a file to open', () => {
    const attachments = [
      { name: 'plan.pdf', size: 19_480, contentType: 'application/pdf', location: 'file:///plan.pdf' },
      { name: 'made.txt', size: 12, contentType: 'text/plain' },
    ];
    const head = headHtml({ ...content, attachments }, labels);
    assert.match(head, /<button type="button" data-attachment="0"[^>]*>.*plan\.pdf.*19 KB<\/span><\/button>/);
    assert.match(head, /<li><span><svg.*made\.txt.*12 B/);
    assert.equal(head.match(/data-attachment/g)?.length, 1);
  });

  it('writes sizes as file managers do', () => {
    const sizes = [0, 1, 1023, 1024, 19_480, 1_572_864, 3_221_225_472].map((bytes) => sizeText(bytes, 'en'));
    assert.deepEqual(sizes, ['0 B', '1 B', '1,023 B', '1 KB', '19 KB', '1.5 MB', '3 GB']);
    assert.equal(sizeText(1_572_864, 'de'), '1,5 MB');
  });
});

describe('the problems of the previewed mail', () => {
  const problem = (severity: PreviewProblem['severity'], message: string, line: number) => ({
    severity,
    message,
    line,
  });

  it('are buttons that name their line from 1', () => {
    assert.match(
      problemsHtml([problem('warning', 'Look here', 6)], labels),
      /<button type="button" data-line="6">.*Warning.*Look here.*Line 7.*<\/button>/,
    );
  });

  it('stand in one row each, with the lines of all their places', () => {
    const html = problemsHtml(
      [3, 9, 9, 4].map((line) => problem('information', 'Too wide', line)),
      labels,
    );
    assert.equal(html.match(/<li>/g)?.length, 1);
    assert.deepEqual(
      [...html.matchAll(/data-line="(\d+)" aria-label="([^"]*)">(\d+)</g)].map(([, ...parts]) => parts),
      [
        ['3', 'Line 4', '4'],
        ['9', 'Line 10', '10'],
        ['4', 'Line 5', '5'],
      ],
    );
  });

  it('come gravest first', () => {
    const html = problemsHtml(
      [problem('information', 'c', 0), problem('warning', 'b', 1), problem('error', 'a', 9)],
      labels,
    );
    assert.deepEqual(
      [...html.matchAll(/class="message">(.)</g)].map(([, message]) => message),
      ['a', 'b', 'c'],
    );
  });
});

describe('the size of the previewed mail', () => {
  const meter = (bytes: number) => sizeMeter('x'.repeat(bytes), labels);

  it('is told beside what Gmail shows', () => {
    assert.equal(words(meter(48_000)), '48 KB of 102 KB before Gmail clips');
    assert.equal(words(meter(3_480)), '3.5 KB of 102 KB before Gmail clips');
    assert.match(meter(51_200), /aria-valuenow="50"/);
  });

  it('warns before and after the limit', () => {
    const level = (bytes: number) => /class="size (\w+)"/.exec(meter(bytes))?.[1];
    assert.deepEqual([90_000, 90_001, 102_400, 102_401].map(level), ['fine', 'near', 'near', 'over']);
    assert.equal(words(meter(250_000)), '250 KB: Gmail clips mails above 102 KB');
  });
});
