const empty = new Set(['br', 'hr', 'img']);
/** Exactly the elements that mail clients are known to show; anything else in the output is a mistake. */
const known = new Set(
  'div p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td pre code span strong em del a br hr img dl dt dd u sub sup small kbd font'.split(
    ' ',
  ),
);
const knownAttributes = new Set(
  'href src alt title width height style align valign dir lang start bgcolor border cellpadding cellspacing role scope size color colspan rowspan'.split(
    ' ',
  ),
);
const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<]*")*)>/y;

/**
 * What is wrong with a rendered mail, or undefined. Every `<` must begin a tag of a known element whose attributes are
 * known and quoted, tags must be closed in their order, and links and pictures must have a harmless target.
 */
export function faultOf(html: string): string | undefined {
  const open: string[] = [];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    tag.lastIndex = at;
    const [, close, name = '', attributes = ''] = tag.exec(html) ?? [];
    if (close === undefined) return `not a tag: ${html.slice(at, at + 60)}`;
    if (!known.has(name)) return `unknown element ${name}`;
    const fault = attributeFault(attributes);
    if (fault) return fault;
    if (close === '/' && open.pop() !== name) return `</${name}> closes nothing`;
    if (close === '' && !empty.has(name)) open.push(name);
  }
  return open.length > 0 ? `never closed: ${open.join(' ')}` : undefined;
}

function attributeFault(attributes: string): string | undefined {
  for (const [, name = '', value = ''] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
    if (!knownAttributes.has(name)) return `unknown attribute ${name}`;
    if (name === 'href' && !/^(?:https?|mailto|tel):/i.test(value)) return `link to ${value.slice(0, 40)}`;
    if (name === 'src' && !/^(?:cid:(?:image|formula|diagram)\d+-[0-9a-f]{12}$|https?:)/i.test(value))
      return `picture at ${value.slice(0, 40)}`;
    if (name === 'style' && /[{}@\\]|url\(|expression/i.test(value)) return `style ${value}`;
  }
  return undefined;
}

/** The child elements of the mail's wrapper, each from its start tag to its end. */
export function childrenOf(html: string): string[] {
  const children: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { 0: whole, 1: close, 2: name = '', index } of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (close === '' && depth === 1) begin = index;
    if (!empty.has(name)) depth += close === '' ? 1 : -1;
    if (depth === 1 && (close === '/' || empty.has(name)))
      children.push(html.slice(begin, index + whole.length));
  }
  return children;
}
