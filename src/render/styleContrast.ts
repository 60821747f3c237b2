import { type Problem } from '../draft/draft.js';
import { sentence } from '../failure.js';
import { contrastOf } from './contrast.js';
import { type Overrides, overridden } from './look.js';
import { merged, type Style } from './style.js';
import { type Part, type Theme } from './themes/theme.js';

/** WCAG 2.2 §1.4.3. Large is text from 18 pt, or from 14 pt in bold. */
const enough = 4.5;
const enoughForLarge = 3;
const white = '#ffffff';
const black = '#000000';
/** What a mail lies on in a program that is dark, about. */
const darkPage = '#1f1f1f';

/** Colours of the user's style sheet that are hard to read, on a light page or on a dark one. */
export function contrastProblems(theme: Theme, css: Overrides, line: number): Problem[] {
  const parts = Object.entries(css) as [Part, Style][];
  return parts.flatMap(([part, own]) => {
    // A background without a text colour gets one that can be read (look.ts), and `''` takes a background away.
    if (own['color'] === undefined && !own['background-color']) return [];
    const style = overridden(theme.styles[part], own);
    const body = overridden(theme.styles.body, css.body);
    const message = problemOf(part, merged(body, style), style);
    return message ? [{ ...message, line }] : [];
  });
}

/** `all`: with what the body hands down. */
function problemOf(part: Part, all: Style, own: Style): Omit<Problem, 'line'> | undefined {
  const text = all['color'] ?? black;
  const page = all['background-color'] ?? white;
  const least = isLarge(all) ? enoughForLarge : enough;
  if (isBelow(least, text, page)) {
    const message = sentence(
      'The style of {0} puts {1} on {2}, which is hard to read. Choose colours that are further apart.',
      part,
      text,
      page,
    );
    return { code: 'contrast-low', severity: 'warning', message };
  }
  // A pair of colours is darkened together; one alone meets what the program has.
  const [alone, met] = own['color'] === undefined ? [page, white] : [text, darkPage];
  if (own['color'] !== undefined && all['background-color'] !== undefined) return undefined;
  if (!isBelow(enoughForLarge, alone, met)) return undefined;
  const message = sentence(
    'The style of {0} states {1} alone, which is hard to read where a mail program is dark. State color and background-color together.',
    part,
    alone,
  );
  return { code: 'contrast-dark', severity: 'information', message };
}

function isBelow(least: number, one: string, other: string): boolean {
  return (contrastOf(one, other) ?? least) < least;
}

function isLarge(style: Style): boolean {
  const size = style['font-size'] ?? '11pt';
  const points = Number.parseFloat(size) * (size.endsWith('px') ? 0.75 : 1);
  return points >= (/^(?:bold|[6-9]00)$/.test(style['font-weight'] ?? '') ? 14 : 18);
}
