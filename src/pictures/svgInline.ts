/** A declaration of a style sheet with what decides whether it wins (CSS Cascade 4 §6). */
interface Declaration {
  readonly name: string;
  readonly value: string;
  /** Compared as a number: importance, then specificity, then order. */
  readonly rank: number;
}

interface Rule {
  readonly selector: string;
  readonly declarations: readonly Declaration[];
}

/** Shadows and animations: the rasterizer leaves out what has a filter that it cannot find, and a mail stands still. */
const leftOut =
  /^(?:filter|animation.*|transition.*|box-shadow|cursor|pointer-events|position|z-index|--.*)$/;
/** Above every specificity, below importance. */
const inline = 1e9;
const important = 1e12;

/**
 * Writes the style sheets of a drawing into its elements and takes the sheets out: rasterizers know few selectors.
 * Rules without effect on this drawing cost next to nothing.
 */
export function inlineStyles(svg: Element): void {
  const sheets = [...svg.querySelectorAll('style')];
  const rules = sheets.flatMap((sheet) => rulesOf(sheet.textContent ?? ''));
  for (const sheet of sheets) sheet.remove();
  const elements = [svg, ...svg.querySelectorAll('*')];
  const classes = new Set(elements.flatMap((element) => (element.getAttribute('class') ?? '').split(/\s+/)));
  const winners = new Map<Element, Map<string, Declaration>>();
  for (const element of elements) {
    const own = new Map<string, Declaration>();
    for (const declaration of declarationsOf(element.getAttribute('style') ?? '', inline))
      offer(own, declaration);
    winners.set(element, own);
  }
  for (const { selector, declarations } of rules) {
    if (!canMatch(selector, classes)) continue;
    for (const element of selected(svg, selector)) {
      const own = winners.get(element);
      if (own) for (const declaration of declarations) offer(own, declaration);
    }
  }
  for (const [element, own] of winners) write(element, own);
}

function write(element: Element, own: ReadonlyMap<string, Declaration>): void {
  const kept = [...own.values()].filter(({ name }) => !leftOut.test(name));
  element.removeAttribute('filter');
  if (kept.length === 0) element.removeAttribute('style');
  else element.setAttribute('style', kept.map(({ name, value }) => `${name}:${value}`).join(';'));
}

function offer(own: Map<string, Declaration>, declaration: Declaration): void {
  const known = own.get(declaration.name);
  if (!known || known.rank <= declaration.rank) own.set(declaration.name, declaration);
}

/** A selector with a class that no element has selects nothing; most of a sheet is for other kinds of drawings. */
function canMatch(selector: string, classes: ReadonlySet<string>): boolean {
  for (const [, name = ''] of selector.replace(/:not\([^)]*\)|\[[^\]]*\]/g, '').matchAll(/\.([\w-]+)/g)) {
    if (!classes.has(name)) return false;
  }
  return true;
}

function selected(svg: Element, selector: string): Element[] {
  try {
    const found = [...svg.querySelectorAll(selector)];
    return svg.matches(selector) ? [svg, ...found] : found;
  } catch {
    // A selector that cannot be read selects nothing (CSS Syntax 3 §9).
    return [];
  }
}

/** Rules in order, each with one selector. Blocks with rules inside (`@media`, `@keyframes`) are left out. */
function rulesOf(css: string): Rule[] {
  const flat = css.replace(/@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '').replace(/@[^;{}]*;/g, '');
  const rules: Rule[] = [];
  for (const [, selectors = '', body = ''] of flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.split(/,(?![^([]*[)\]])/)) {
      const rank = specificity(selector) * 1e4 + Math.min(rules.length, 9999);
      rules.push({ selector: selector.trim(), declarations: declarationsOf(body, rank) });
    }
  }
  return rules;
}

function declarationsOf(body: string, rank: number): Declaration[] {
  return body.split(/;(?![^(]*\))/).flatMap((text) => {
    const colon = text.indexOf(':');
    if (colon < 1) return [];
    const value = text.slice(colon + 1).trim();
    const plain = value.replace(/\s*!\s*important\s*/i, '');
    const isImportant = plain !== value;
    return [{ name: text.slice(0, colon).trim(), value: plain, rank: isImportant ? rank + important : rank }];
  });
}

/** Ids, then classes, attributes and pseudo-classes, then elements, in decimal places of two digits (Selectors 4 §17). */
function specificity(selector: string): number {
  const count = (pattern: RegExp): number => Math.min(99, selector.match(pattern)?.length ?? 0);
  const elements = count(/(?:^|[\s>+~])[a-z][\w-]*/gi);
  return count(/#[\w-]+/g) * 1e4 + count(/\.[\w-]+|\[|:[a-z]/gi) * 100 + elements;
}
