import { type Element, type Node, replaced, trimmed } from './tree.js';

/** Examples in which a mail means something else than the reference, and why. */
export interface Difference {
  readonly why: string;
  readonly examples: readonly number[];
  /** The reference as the mail has it, where that can be said for all of them. */
  readonly explain?: (reference: readonly Node[]) => readonly Node[];
  /** Else: all the text that the mail shows. */
  readonly texts?: Readonly<Record<number, string>>;
}

const followed = /^(?:https?|mailto|tel):/i;

function withoutDeadLinks(nodes: readonly Node[]): readonly Node[] {
  return trimmed(
    replaced(nodes, (element) => {
      const dead = element.tag === 'a' && !followed.test(element.attributes['href'] ?? '');
      return dead ? element.children : [element];
    }),
  );
}

function withoutTabs(nodes: readonly Node[]): readonly Node[] {
  return replaced(nodes, (element) => {
    const [code] = element.children;
    if (element.tag !== 'pre' || typeof code !== 'object') return [element];
    const text = code.children.map((node) => (typeof node === 'string' ? expanded(node) : node));
    return [{ ...element, children: [{ ...code, children: text }] }];
  });
}

function expanded(text: string): string {
  return text.replace(/^[^\n]*$/gm, (line) => {
    let shown = '';
    for (const character of line)
      shown += character === '\t' ? ' '.repeat(4 - (shown.length % 4)) : character;
    return shown;
  });
}

const renamed: Readonly<Record<string, string>> = { b: 'strong', i: 'em' };
const blocks = new Set(['p', 'h1', 'ul', 'ol', 'blockquote', 'pre', 'table', 'hr']);

/** Raw HTML as the elements of Markdown: `div`s are the paragraphs in them, rows have a body. */
function asMarkdown(nodes: readonly Node[]): readonly Node[] {
  const changed = replaced(withoutDeadLinks(nodes), (element) => {
    if (element.tag === '!--') return [];
    if (element.tag === 'div') return paragraphs(element.children);
    return [{ ...element, tag: renamed[element.tag] ?? element.tag, ...inTable(element) }];
  });
  return paragraphs(changed);
}

function inTable(element: Element): Partial<Element> {
  if (element.tag === 'img') return { attributes: { alt: '', ...element.attributes } };
  if (element.tag !== 'table') return {};
  return { children: [{ tag: 'tbody', attributes: {}, children: element.children }] };
}

/** What stands between blocks as paragraphs. */
function paragraphs(nodes: readonly Node[]): readonly Node[] {
  const result: Node[] = [];
  let text: Node[] = [];
  const end = (): void => {
    const children = trimmed(text);
    const [only] = children;
    const alone = children.length === 1 && typeof only === 'object';
    if (children.length > 0)
      result.push(paragraph(alone ? [{ ...only, children: trimmed(only.children) }] : children));
    text = [];
  };
  for (const node of nodes) {
    if (typeof node === 'string' || !blocks.has(node.tag)) text.push(node);
    else {
      end();
      if (node.tag !== 'p') result.push(node);
      else if (node.children.length > 0) result.push(paragraph(trimmed(node.children)));
    }
  }
  end();
  return result;
}

function paragraph(children: readonly Node[]): Element {
  return { tag: 'p', attributes: {}, children };
}

/** Where the reference has one meaning and the mail another: the whole text of the mail. */
const texts = (examples: Readonly<Record<number, string>>): Pick<Difference, 'examples' | 'texts'> => ({
  examples: Object.keys(examples).map(Number),
  texts: examples,
});

export const differences: readonly Difference[] = [
  {
    why: 'A link to a path, an anchor or a scheme of its own leads nowhere from a mail: its words stay.',
    explain: withoutDeadLinks,
    // prettier-ignore
    examples: [
      21, 22, 23, 31, 32, 33, 192, 193, 194, 195, 196, 198, 200, 202, 203, 204, 205, 206, 214, 215, 216, 217, 218, 344,
      404, 419, 422, 433, 473, 474, 476, 477, 482, 483, 484, 485, 486, 487, 489, 492, 495, 496, 498, 499, 500, 501, 502, 503,
      504, 505, 506, 507, 509, 510, 512, 514, 515, 516, 517, 518, 519, 521, 522, 527, 528, 529, 530, 531, 532, 533, 534, 535,
      539, 540, 541, 542, 543, 544, 549, 550, 553, 554, 555, 556, 557, 558, 559, 560, 561, 562, 564, 565, 566, 567, 568, 569,
      570, 571, 593,
    ],
  },
  {
    why: 'Tabs in code are blanks: Outlook on the web strips them (caniemail css-tab-size).',
    explain: withoutTabs,
    examples: [1, 2, 3],
  },
  {
    why: 'Raw HTML is written with the elements of Markdown; comments, and elements without meaning in a mail, leave no trace.',
    explain: asMarkdown,
    // prettier-ignore
    examples: [
      149, 151, 152, 153, 154, 155, 159, 160, 161, 162, 164, 165, 166, 174, 175, 177, 179, 183, 184, 185, 186, 187, 188, 189,
      190, 308, 309, 475, 494, 616, 625, 626, 630, 631, 642, 643,
    ],
  },
  {
    why: 'An HTML element that mail does not show is text as it was typed.',
    ...texts({
      150: '*hello* <foo>',
      163: '<Warning> *bar* </Warning>',
      170: '<script type="text/javascript"> // JavaScript example document.getElementById("demo").innerHTML = "Hello JavaScript!"; </script>|okay',
      171: '<textarea> *foo* _bar_ </textarea>',
      172: '<style type="text/css"> h1 {color:red;} p {color:blue;} </style>|okay',
      173: '<style type="text/css"> foo',
      176: '<style>p{color:red;}</style>|foo',
      178: '<script> foo </script>1. *bar*',
      201: '[foo]: <bar>(baz)|[foo]',
      491: '[link](<foo bar>)',
      524: '[foo <bar attr="](baz)">',
      536: '[foo <bar attr="][ref]">',
      613: '<bab><c2c>',
      614: '<b2/>',
      615: '<b2 data="foo" >',
      617: 'Foo <responsive-image src="foo.jpg" />',
      623: '</foo >',
    }),
  },
  {
    why: 'A tag without an end would swallow the text after it: it is text.',
    ...texts({
      156: '<div id="foo" *hi*',
      157: '<div class foo',
      158: '<div *???-&&&-<--- *foo*',
    }),
  },
  {
    why: 'Instructions, declarations and CDATA are text; only comments vanish.',
    ...texts({
      180: "<?php echo '>'; ?>|okay",
      181: '<!DOCTYPE html>',
      182: '<![CDATA[ function matchwo(a,b) { if (a < b && a < 0) then { return 1; } else { return 0; } } ]]>|okay',
      627: 'foo <?php echo $a; ?>',
      628: 'foo <!ELEMENT br EMPTY>',
      629: 'foo <![CDATA[>&<]]>',
    }),
  },
  {
    why: 'A link of a scheme that nobody follows is text as it was typed.',
    ...texts({
      596: '<irc://foo.bar:2233/baz>',
      598: '<a+b+c:d>',
      599: '<made-up-scheme://foo,bar>',
      601: '<localhost:5001/foo>',
    }),
  },
  {
    why: "GitHub's extended autolinks: a bare address is a link.",
    ...texts({
      602: '<|https://foo.bar/baz| bim>',
      608: '< |https://foo.bar| >',
      611: 'https://example.com',
      612: 'foo@bar.example.com',
    }),
  },
  {
    why: 'An element within a line that holds blocks stands inside each of them.',
    ...texts({
      167: 'foo',
    }),
  },
  {
    why: '`pre` ends at the blank line that ends the HTML block, where Markdown goes on.',
    ...texts({
      148: '**Hello**,|world|.',
    }),
  },
  {
    why: 'The line break after `<pre><code>` is no line of the code.',
    ...texts({
      169: 'import Text.HTML.TagSoup\n\nmain :: IO ()\nmain = print $ parseTags tags|okay',
    }),
  },
  {
    why: 'What stands in a row without a cell gets one.',
    ...texts({
      191: '<td>\n  Hi\n</td>',
    }),
  },
];
