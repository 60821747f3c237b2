import assert from 'node:assert/strict';
import { converted } from './converted.js';

type Row = readonly [title: string, html: string, markdown: string];

const word: readonly Row[] = [
  [
    'paragraphs with empty ones between',
    '<p class=MsoNormal>Dear Ada,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>the plan.<o:p></o:p></p>',
    'Dear Ada,\n\nthe plan.\n',
  ],
  [
    'paragraphs without a gap are lines',
    '<p class="MsoNormal">Ada Lovelace</p><p class="MsoNormal">London</p>',
    'Ada Lovelace\\\nLondon\n',
  ],
  [
    'paragraphs with space below stand for themselves',
    '<p class="MsoNormal" style="margin-bottom:8pt">One</p><p class="MsoNormal" style="margin-bottom:8pt">Two</p>',
    'One\n\nTwo\n',
  ],
  [
    'a list that is written as paragraphs',
    `<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>One</p>
     <p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span>Deeper</p>
     <p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Two</p>`,
    '- One\n  - Deeper\n- Two\n',
  ],
  [
    'a numbered list that begins at three',
    `<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.<span>&nbsp; </span></span>Three</p>
     <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>4.<span>&nbsp; </span></span>Four</p>`,
    '3. Three\n4. Four\n',
  ],
  [
    'a list whose styles were taken away',
    '<p class="x_MsoListParagraph">·&nbsp;&nbsp;&nbsp;&nbsp; One</p><p class="x_MsoListParagraph">·&nbsp;&nbsp;&nbsp; Two</p>',
    '- One\n- Two\n',
  ],
  [
    'runs of one kind',
    '<p><b>Bold</b><b> and</b><b> more</b><span style="font-weight:bold"> words </span>plain</p>',
    '**Bold and more words** plain\n',
  ],
  [
    'what only Word reads, hidden text, styles and scripts',
    '<html><head><style>p{color:red}</style><title>T</title><!--[if gte mso 9]><xml><o:Office/></xml><![endif]--></head><body><div style="display:none">preheader</div><script>alert(1)</script><p>Text</p></body></html>',
    'Text\n',
  ],
  [
    'a table of data',
    '<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Name</b></p></td><td><p class=MsoNormal>Age</p></td></tr><tr><td><p class=MsoNormal>Ada</p></td><td><p class=MsoNormal>36 | 37</p></td></tr></table>',
    '| | |\n| - | - |\n| **Name** | Age |\n| Ada | 36 \\| 37 |\n',
  ],
];

const outlookOnTheWeb: readonly Row[] = [
  [
    'a div for each line, an empty one for each gap',
    '<div class="elementToProof">Hello,</div><div><br></div><div>one</div><div>two</div><div><br></div><div>Bye</div>',
    'Hello,\n\none\\\ntwo\n\nBye\n',
  ],
  [
    'styles in spans',
    '<div><span style="font-size:12pt">plain <span style="font-weight:700">bold</span>, <span style="font-style:italic">italic</span>, <span style="text-decoration:line-through">gone</span>, <u>under</u>, <span style="background-color:rgb(255, 255, 0)">marked</span></span></div>',
    'plain **bold**, *italic*, ~~gone~~, <u>under</u>, <mark>marked</mark>\n',
  ],
  [
    'an indent is no quote',
    '<blockquote style="margin:0 0 0 40px;border:none;padding:0"><div>Indented</div></blockquote>',
    'Indented\n',
  ],
  [
    'a list within a list, not within its item',
    '<ul><li>One</li><ul><li>Deeper</li></ul><li>Two</li></ul>',
    '- One\n  - Deeper\n- Two\n',
  ],
  [
    'a pasted picture',
    '<div>See <img src="cid:abc-1" alt="The plan"> here</div>',
    'See ![The plan](files/abc-1) here\n',
  ],
  [
    'a signature',
    '<div>Text</div><div id="Signature"><div>-- </div><div>Ada</div></div>',
    'Text\\\n\\--\\\nAda\n',
  ],
  [
    'the quoted original',
    '<div>My answer</div><blockquote><div>Your question</div><blockquote><div>An older one</div></blockquote></blockquote>',
    'My answer\n\n> Your question\n>\n> > An older one\n',
  ],
];

const layout: readonly Row[] = [
  [
    'nested layout tables are flattened',
    '<table role="presentation"><tr><td><table><tr><td><p>Head</p></td></tr></table></td><td><p>Text</p></td></tr></table>',
    'Head\n\nText\n',
  ],
  ['one cell is a box', '<table border=1><tr><td>Boxed</td></tr></table>', 'Boxed\n'],
  [
    'a head and alignment',
    '<table><thead><tr><th>A</th><th align="right">B</th></tr></thead><tbody><tr><td>1<br>2</td><td>3</td></tr></tbody></table>',
    '| A | B |\n| - | -: |\n| 1<br>2 | 3 |\n',
  ],
  [
    'cells that span',
    '<table border=1><tr><th colspan=2>A</th></tr><tr><td>1</td><td>2</td></tr></table>',
    '| A | |\n| - | - |\n| 1 | 2 |\n',
  ],
];

const links: readonly Row[] = [
  [
    'a link',
    '<p><a href="https://example.com/a_b">the plan</a></p>',
    '[the plan](https://example.com/a_b)\n',
  ],
  [
    'an address as its own text',
    '<p><a href="https://example.com/">https://example.com/</a></p>',
    '<https://example.com/>\n',
  ],
  ['a mailbox', '<p><a href="mailto:a@example.com">a@example.com</a></p>', '<a@example.com>\n'],
  [
    'a link that runs something',
    '<p><a href="javascript:alert(1)">click</a> <a href=" JaVa\nscript:x">me</a></p>',
    'click me\n',
  ],
  [
    'a picture of the internet',
    '<p><img src="https://example.com/p.png" alt=""></p>',
    '![](https://example.com/p.png)\n',
  ],
  ['a picture that runs something', '<p><img src="x" onerror="alert(1)" alt="words"></p>', 'words\n'],
];

const escapes: readonly Row[] = [
  [
    'what Markdown would read',
    '<p># no *head* [x](y) `c` _u_ &lt;b&gt; a\\b</p>',
    '\\# no \\*head\\* \\[x]\\(y) \\`c\\` \\_u\\_ \\<b> a\\b\n',
  ],
  [
    'lines that would begin something',
    '<div>- a</div><div>1. b</div><div>&gt; c</div><div>: d</div>',
    '\\- a\\\n1\\. b\\\n\\> c\\\n\\: d\n',
  ],
  ['formulas', '<p>from $5 to $6</p>', 'from \\$5 to \\$6\n'],
  ['one price', '<p>for $5</p>', 'for $5\n'],
  ['code with a grave accent', '<p><code>a`b</code></p>', '``a`b``\n'],
  ['blanks that keep words together', '<p>10&nbsp;km, &nbsp; two</p>', '10\u00a0km, two\n'],
];

const texts: readonly Row[] = [
  ['lines and paragraphs', 'One\r\nTwo\r\n\r\nThree', 'One\\\nTwo\n\nThree\n'],
  ['lists', '- a\n- b *c*\n\n2. x\n3. y', '- a\n- b \\*c\\*\n\n2. x\n3. y\n'],
  ['quotes', '> a\n>> b\nc', '> a\n>\n> > b\n\nc\n'],
  ['addresses', 'See https://example.com/a_b*c.', 'See <https://example.com/a_b*c>.\n'],
];

describe('HTML to Markdown', () => {
  const groups = { word, 'Outlook on the web': outlookOnTheWeb, layout, links, escapes };
  for (const [group, rows] of Object.entries(groups))
    describe(group, () => {
      for (const [title, html, markdown] of rows) it(title, () => assert.equal(converted(html), markdown));
    });
  describe('plain text', () => {
    for (const [title, text, markdown] of texts)
      it(title, () => assert.equal(converted(text, 'text'), markdown));
  });
});
