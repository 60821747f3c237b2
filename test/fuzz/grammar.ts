import fc from 'fast-check';

/** Random and hostile Markdown and HTML: well-nested to reach deep places, then cut and mixed to reach odd ones. */

const harmless = [
  'word',
  'a b c',
  'שלום',
  'مرحبا بكم',
  '日本語、です',
  '👨‍👩‍👧',
  'ﬁ',
  'e\u0301',
  '12:30',
  'x'.repeat(300),
];
const odd = [
  '\0', '\u0001', '\u0007', '\u000b', '\u000c', '\u001b[31m', '\u007f', '\u0085', '\u009b', '\u00a0', '\u00ad', '\u200b', '\u200f', '\u202e',
  '\u2066', '\u2028', '\u2029', '\ufeff', '\ufffe', '\ud800', '\udc00', '\ud83d', '\u{e0041}', '\r', '\r\n', '\t', '\\', '$', '`', '|', '~', '^',
]; // prettier-ignore
const references = [
  '&amp;', '&lt;', '&lt', '&#60;', '&#x3c;', '&#0;', '&#xd800;', '&#x110000;', '&#99999999999;', '&#x1b;', '&#x85;', '&Tab;', '&NewLine;', '&colon;',
  '&nosuch;', '&ampamp;', '&copy', '&quot;', '&#34;', '&#39;',
]; // prettier-ignore
const targets = [
  'https://e.org/a?b=c&d="e"#f', 'mailto:a@e.org', 'tel:+1', 'notes.md', '#top', 'a.png', 'https://e.org/x.svg', '//e.org/x', 'C:\\x.png', '',
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\tscript:alert(1)', 'java\nscript:alert(1)', '&#106;avascript:alert(1)',
  'java&Tab;script:alert(1)', 'javascript&colon;alert(1)', '\u0001javascript:alert(1)', 'vbscript:x', 'file:///etc/passwd', 'blob:https://e.org/1',
  'data:text/html,<script>alert(1)</script>', 'data:image/svg+xml,<svg onload=alert(1)>', 'cid:image1-000000000000', 'view-source:https://e.org',
]; // prettier-ignore
const styles = [
  'color:red', 'color:#123', 'background:url(javascript:alert(1))', 'background-image:url(https://e.org/x.png)', 'width:expression(alert(1))',
  'behavior:url(x.htc)', '-moz-binding:url(x)', 'position:fixed;top:0;left:0;width:100%;height:100%', 'color:rgb(1 2 3)', 'display:none', 'color:red;}</style>',
  'c\\6f lor:red', 'color:/**/red', "font-family:'a\"b", 'margin:-99px', 'padding:calc(1px + 2px)', ';;:;', 'text-align:right', 'width:50%',
]; // prettier-ignore
const tags = (
  'a abbr article aside audio b base blockquote body br button canvas caption center code col colgroup dd del details dfn div dl dt em embed fieldset ' +
  'figcaption figure font footer form frame frameset h1 h2 h6 head header hr html i iframe img input ins kbd label legend li link main map mark marquee math ' +
  'meta meter nav noembed noframes noscript object ol option p param picture plaintext pre progress q rp rt ruby s samp script section select small source ' +
  'span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var video wbr xmp x-custom o:p ' +
  'SCRIPT ScRiPt foreignObject mi annotation-xml'
).split(' ');
const attributes = [
  'onclick', 'ONLOAD', 'onerror', 'onmouseover', 'onfocus autofocus', 'style', 'href', 'src', 'srcset', 'xlink:href', 'formaction', 'action', 'background',
  'poster', 'data', 'srcdoc', 'http-equiv', 'id', 'class', 'name', 'align', 'width', 'height', 'colspan', 'rowspan', 'start', 'value', 'dir', 'lang', 'title',
  'alt', 'color', 'bgcolor', 'open', 'type', 'role', 'aria-label', 'checked', 'target', 'a<b', '"x', '=', 'x\0y',
]; // prettier-ignore

const pick = (values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const join = (parts: fc.Arbitrary<string>, maxLength: number, by = ''): fc.Arbitrary<string> =>
  fc.array(parts, { maxLength }).map((all) => all.join(by));

const raw = fc.oneof(
  { weight: 6, arbitrary: pick(harmless) },
  { weight: 3, arbitrary: pick(odd) },
  { weight: 2, arbitrary: pick(references) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

const quoted = fc.tuple(pick(['"', "'", '']), fc.oneof(pick(targets), pick(styles), raw));
const attribute = fc
  .tuple(pick(attributes), quoted, pick(['', ' ', '\n', '/']))
  .map(([name, [quote, value], gap]) => ` ${name}${gap}=${gap}${quote}${value}${quote}`);
const styled = pick(styles).map((style) => ` style="${style}"`);
const someAttributes = join(fc.oneof(attribute, styled), 3);

const markup = [
  '<!-- ', ' -->', '<!-->', '<!--->', '<![CDATA[', ']]>', '<?php ', '?>', '<!DOCTYPE html>', '<!ENTITY x "y">', '</', '<', '>', '</p >', '</script>',
  '<script>alert(1)</script>', '<style>@import "x"; p{}</style>', '<svg><script>alert(1)</script></svg>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<math><mi><style><img src=x onerror=alert(1)></style></mi></math>', '<img src=x onerror=alert(1)', '<a href="x"y="z">', '<p title=">">', '<b <i>', '<td></td>',
  '<select><table></select>', '<table><tr><p>', '<li>', '</div></div>', '<textarea><img src=x onerror=alert(1)></textarea>', '<iframe srcdoc="<p>x">', '<![if !mso]>', '<!--[if mso]>',
]; // prettier-ignore
const pieces = [
  '*', '**', '_', '~~', '==', '++', '^', '~', ':smile:', '$', '$$', '$a^2$', '$\\href{javascript:x}{y}$', '`', '``', '[^1]', '[^1]: note', '^[note]', '[ ] ', '[x] ',
  '![', '[', '](', ')', '](<', '[a]: <javascript:x>', '[a][a]', 'www.e.org', 'a@e.org', 'https://e.org/(x', '---\n', '---\nto: x\n---\n', '===', ': def', '\n\n', '\n', '  \n',
  '| a | b |\n| - | :-: |\n', '> [!NOTE]\n', '```mermaid\n', '```js\n', '~~~\n', '    ', '1. ', '999999999. ', '- ', '> ', '# ', '####### ',
]; // prettier-ignore

const { inlines, blocks } = fc.letrec<{ inlines: string; blocks: string; block: string; inline: string }>((tie) => ({
  inlines: join(tie('inline'), 5, ' '),
  inline: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'inline' },
    raw,
    pick(pieces),
    pick(markup),
    tie('inlines').map((text) => `**${text}**`),
    fc.tuple(tie('inlines'), pick(targets)).map(([text, to]) => `[${text}](${to})`),
    fc.tuple(tie('inlines'), pick(targets)).map(([text, to]) => `![${text}](${to} "t")`),
    fc.tuple(pick(tags), someAttributes, tie('inlines')).map(([tag, own, text]) => `<${tag}${own}>${text}</${tag}>`),
    fc.tuple(pick(tags), someAttributes).map(([tag, own]) => `<${tag}${own}>`),
    pick(tags).map((tag) => `</${tag}>`),
  ),
  blocks: join(tie('block'), 4, '\n\n'),
  block: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'block' },
    tie('inlines'),
    tie('inlines').map((text) => `## ${text}`),
    tie('blocks').map((text) => text.replace(/^/gm, '> ')),
    tie('blocks').map((text) => `- ${text.replace(/\n/g, '\n  ')}`),
    tie('blocks').map((text) => `1. ${text.replace(/\n/g, '\n   ')}`),
    tie('inlines').map((text) => `| a | ${text.replace(/\n/g, ' ')} |\n| - | - |\n| ${text.replace(/\n/g, ' ')} | b |`),
    tie('inlines').map((text) => `\`\`\`js\n${text}\n\`\`\``),
    fc.tuple(pick(tags), someAttributes, tie('blocks')).map(([tag, own, text]) => `<${tag}${own}>\n\n${text}\n\n</${tag}>`),
    fc.tuple(pick(tags), someAttributes, tie('blocks')).map(([tag, own, text]) => `<${tag}${own}>${text}</${tag}>`),
    pick(pieces),
  ),
})); // prettier-ignore

/** A piece cut out, or put in somewhere else: what closes no longer fits what opens. */
const disturbed = fc
  .tuple(blocks, fc.array(fc.tuple(fc.nat(), fc.nat(20), fc.oneof(raw, pick(markup), pick(pieces))), { maxLength: 3 }))
  .map(([text, changes]) => {
    let changed = text;
    for (const [place, length, piece] of changes) {
      const at = place % (changed.length + 1);
      changed = changed.slice(0, at) + piece + changed.slice(at + length);
    }
    return changed;
  }); // prettier-ignore

export const hostileMarkdown: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: blocks },
  { weight: 3, arbitrary: disturbed },
  { weight: 1, arbitrary: inlines },
  { weight: 2, arbitrary: join(fc.oneof(raw, pick(markup), pick(pieces), pick(tags).map((tag) => `<${tag}>`)), 40) },
); // prettier-ignore
