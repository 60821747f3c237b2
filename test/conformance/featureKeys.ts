/**
 * Which constructs of a mail a feature of caniemail is about, as the table names them: `element:pre`, `attribute:align`,
 * `attribute:li@value`, `property:margin`, `value:display:flex`, `unit:rem`, `function:rgba`, `link:mailto`,
 * `image:png`. Selectors, at-rules and the like are left out: a mail carries no style sheet.
 */
export function featureKeys(slug: string): readonly string[] {
  const special = specials[slug];
  if (special !== undefined) return special.split(' ').filter((key) => key !== '');
  if (/^css-(?:at|pseudo|selector)-/.test(slug)) return [];
  if (slug.startsWith('css-unit-')) return [`unit:${slug.slice(9)}`];
  if (slug.startsWith('css-function-')) return [`function:${slug.slice(13)}`];
  if (slug.startsWith('css-')) return [`property:${slug.slice(4)}`];
  if (slug.startsWith('html-aria-')) return [`attribute:${slug.slice(5)}`];
  if (slug.startsWith('html-input-')) return [`element:input[${slug.slice(11)}]`];
  if (slug.startsWith('html-')) return [`element:${slug.slice(5)}`];
  return slug.startsWith('image-') ? [`image:${slug.slice(6)}`] : [];
}

const sides = (property: string, part = ''): string =>
  ['top', 'right', 'bottom', 'left'].map((side) => `property:${property}-${side}${part}`).join(' ');

const attributes = (names: string): string =>
  names
    .split(' ')
    .map((name) => `attribute:${name}`)
    .join(' ');

/** Features whose name does not say what they are about. */
const specials: Readonly<Record<string, string>> = {
  ...plainAttributes('align background cellpadding cellspacing dir height hidden lang popover required role'),
  ...plainAttributes('target valign width'),
  'html-loading-attribute': attributes('loading'),
  'html-srcset': attributes('srcset sizes'),
  'html-anchor-links': 'link:#',
  'html-mailto-links': 'link:mailto',
  'html-button-reset': 'element:button[reset]',
  'html-button-submit': 'element:button',
  'html-h1-h6': 'element:h1 element:h2 element:h3 element:h4 element:h5 element:h6',
  'html-lists': 'element:ul element:ol element:li element:dl element:dt element:dd',
  'html-semantics':
    'element:article element:aside element:details element:figcaption element:figure element:footer element:header element:main element:mark element:nav element:section element:summary element:time',
  'html-image-maps': 'element:map element:area',
  'html-comments': 'comment',
  // Of a whole page; a mail is a fragment.
  'html-doctype': '',
  'html-meta-color-scheme': '',
  'image-base64': 'image:data',
  'css-border': `property:border property:border-color property:border-style property:border-width ${sides('border')} ${sides('border', '-color')} ${sides('border', '-style')} ${sides('border', '-width')}`,
  'css-margin': `property:margin ${sides('margin')}`,
  'css-padding': `property:padding ${sides('padding')}`,
  'css-left-right-top-bottom': 'property:left property:right property:top property:bottom',
  'css-gap': 'property:gap property:column-gap property:row-gap',
  'css-block-inline-size': 'property:block-size',
  'css-grid-template': 'property:grid-template',
  'css-column-layout-properties': 'property:columns property:column-width property:column-rule',
  'css-border-radius-logical': 'property:border-start-start-radius',
  'css-border-inline-block': 'property:border-inline property:border-block',
  'css-border-inline-block-individual': 'property:border-inline-start property:border-inline-end',
  'css-border-inline-block-longhand': 'property:border-inline-color property:border-block-color',
  'css-margin-inline-block': 'property:margin-inline property:margin-block',
  'css-margin-inline-start-end': 'property:margin-inline-start property:margin-inline-end',
  'css-margin-block-start-end': 'property:margin-block-start property:margin-block-end',
  'css-padding-inline-block': 'property:padding-inline property:padding-block',
  'css-padding-inline-start-end': 'property:padding-inline-start property:padding-inline-end',
  'css-padding-block-start-end': 'property:padding-block-start property:padding-block-end',
  'css-display-flex': 'value:display:flex',
  'css-display-grid': 'value:display:grid',
  'css-display-none': 'value:display:none',
  'css-rgb': 'function:rgb',
  'css-rgba': 'function:rgba',
  'css-modern-color': 'function:lch function:oklch function:lab function:oklab',
  'css-linear-gradient': 'function:linear-gradient',
  'css-radial-gradient': 'function:radial-gradient',
  'css-conic-gradient': 'function:conic-gradient',
  'css-variables': 'function:var',
  'css-unit-calc': 'function:calc',
  'css-unit-percent': 'unit:%',
  'css-unit-initial': 'value:initial',
  'css-intrinsic-size': 'value:fit-content value:min-content value:max-content',
  'css-important': 'important',
  'css-inert-attribute': attributes('inert'),
  'css-sytem-ui': 'font:system-ui font:ui-serif font:ui-sans-serif font:ui-rounded font:ui-monospace',
  'css-comments': 'css-comment',
  'css-nesting': '',
};

function plainAttributes(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [`html-${name}`, `attribute:${name}`]));
}
