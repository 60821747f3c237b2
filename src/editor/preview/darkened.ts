import { type Lab, parseColour, writeColour } from './colour.js';

/** What a mail stands on when a mail program darkens it, and the colour of text that names none. */
export const darkPaper = '#1e1e1e';
export const darkInk = '#ffffff';
export const darkLink = '#9ecbff';

const darkest = 11.2;

/**
 * The mail as Outlook on the web and on phones shows it in dark mode: the inline colours are rewritten, each keeping
 * its hue; light backgrounds become dark, dark text light, and what is dark or light already stays. An approximation:
 * their rules are not published. For display only; takes HTML as `render/` writes it, with quoted attributes.
 */
export function darkened(html: string): string {
  return html.replace(tagWithColour, (tag) =>
    tag.replace(/ (style|bgcolor|color)="([^"]*)"/gi, (_whole, name: string, value: string) => {
      const kind = name.toLowerCase();
      // Of text, or of a rule.
      const coloured = /^<font\b/i.test(tag) ? 'text' : 'edge';
      const dark =
        kind === 'style' ? darkStyle(value) : changed(value, kind === 'bgcolor' ? 'background' : coloured);
      return ` ${name}="${dark}"`;
    }),
  );
}

const tagWithColour = /<[a-z][a-z0-9]*(?: [a-z-]+="[^"]*")+/gi;

function darkStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      const role = roles[declaration.slice(0, colon).trim().toLowerCase()];
      if (colon < 0 || !role) return declaration;
      return declaration.slice(0, colon + 1) + changed(declaration.slice(colon + 1), role);
    })
    .join(';');
}

type Role = 'text' | 'background' | 'edge';

const roles: Readonly<Record<string, Role>> = {
  color: 'text',
  'text-decoration': 'text',
  'text-decoration-color': 'text',
  background: 'background',
  'background-color': 'background',
  ...Object.fromEntries(
    ['', '-top', '-right', '-bottom', '-left'].flatMap((side) => [
      [`border${side}`, 'edge'],
      [`border${side}-color`, 'edge'],
    ]),
  ),
};

/** The value with each colour in it changed, so that `1px solid #d0d7de` keeps its width. */
function changed(value: string, role: Role): string {
  return value.replace(/#[0-9a-f]{3}(?:[0-9a-f]{3})?\b|\brgb\([^)]*\)|\b(?:black|white)\b/gi, (text) =>
    darkColour(text, role),
  );
}

const known = new Map<string, string>();

function darkColour(text: string, role: Role): string {
  const key = `${role} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const colour = parseColour(text);
  const dark = colour ? writeColour(turned(colour, role)) : text;
  // A mail has a few dozen colours; only a style sheet made to do so would fill this.
  if (known.size > 5000) known.clear();
  known.set(key, dark);
  return dark;
}

/** Lightness is turned round between white and the dark paper; hue and colourfulness stay. */
function turned({ l, a, b }: Lab, role: Role): Lab {
  const inverse = darkest + ((100 - l) * (100 - darkest)) / 100;
  const lightness = { text: Math.max(l, inverse), background: Math.min(l, inverse), edge: inverse }[role];
  return { l: lightness, a, b };
}
