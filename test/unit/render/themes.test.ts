import assert from 'node:assert/strict';
import { lookOf } from '../../../src/render/look.js';
import { type Style } from '../../../src/render/style.js';
import { alertKinds, parts } from '../../../src/render/themes/theme.js';
import { themeNames, themes } from '../../../src/render/themes/themes.js';
import { contrast, darkInOutlook, darkPage, inverted, lightPage } from './contrast.js';

const enough = 4.5;
/** WCAG 2.2 §1.4.3: text from 18 pt, or from 14 pt in bold. */
const enoughForLarge = 3;

/** A text colour on the background of its own element, as it is sent and as programs darken it. */
function worstOfPair(text: string, background: string): number {
  return Math.min(
    contrast(text, background),
    contrast(darkInOutlook(text), darkInOutlook(background)),
    contrast(inverted(text), inverted(background)),
  );
}

/** A text colour that lies on the page: on white, on a page that turned dark around it, and darkened with it. */
function worstOnPage(text: string): number {
  return Math.min(
    contrast(text, lightPage),
    contrast(text, darkPage),
    contrast(darkInOutlook(text), darkInOutlook(lightPage)),
    contrast(inverted(text), inverted(lightPage)),
  );
}

function isLarge(style: Style): boolean {
  const points = Number.parseFloat(style['font-size'] ?? '0');
  return points >= (style['font-weight'] === 'bold' ? 14 : 18);
}

describe('the themes', () => {
  it('are three', () => {
    assert.deepEqual(themeNames, ['plain', 'modern', 'technical']);
  });

  for (const name of themeNames) {
    const theme = themes[name];

    it(`${name}: every part is readable in the light and as programs darken it`, () => {
      let seen = 0;
      for (const part of parts) {
        const style = theme.styles[part];
        const { color, 'background-color': background } = style;
        if (color === undefined) {
          assert.equal(background, undefined, `${part} has a background, and whatever text colour comes`);
          continue;
        }
        seen++;
        const worst = background === undefined ? worstOnPage(color) : worstOfPair(color, background);
        const least = background === undefined && isLarge(style) ? enoughForLarge : enough;
        assert.ok(worst >= least, `${part}: ${worst.toFixed(2)}`);
      }
      assert.ok(seen >= 5, `only ${seen} parts have colours`);
    });

    it(`${name}: the words of alerts are readable`, () => {
      for (const kind of alertKinds) {
        const { color, 'background-color': background } = theme.alerts[kind].label;
        assert.equal(color === undefined, background === undefined, kind);
        if (color !== undefined && background !== undefined)
          assert.ok(worstOfPair(color, background) >= enough, `${kind}: ${worstOfPair(color, background)}`);
      }
    });

    it(`${name}: code is readable in each of its colours`, () => {
      const shade = theme.styles.codeCell['background-color'] ?? '';
      for (const [purpose, colour] of Object.entries<string>({ ...theme.code }))
        assert.ok(
          worstOfPair(colour, shade) >= enough,
          `${purpose}: ${worstOfPair(colour, shade).toFixed(2)}`,
        );
    });

    it(`${name}: bars and rules can be seen on any page`, () => {
      const bars = [
        theme.styles.quote['border-left-color'] ?? '',
        ...alertKinds.map((kind) => theme.alerts[kind].bar),
      ];
      for (const bar of bars)
        for (const page of [lightPage, darkPage]) assert.ok(contrast(bar, page) >= 1.5, `${bar} on ${page}`);
    });

    it(`${name}: says only what mail allows: hex colours, points and pixels, no quotes that end the attribute`, () => {
      const look = lookOf(theme, 'Aא字😀');
      for (const part of parts) {
        assert.doesNotMatch(look.style[part], /["<>&]|rgb|rem|em\b|calc|var\(|url|!|undefined|NaN/, part);
        for (const declaration of look.style[part].split(';').filter(Boolean))
          assert.match(declaration, /^[a-z-]+:[^:;]+$/, part);
        for (const [, colour] of look.style[part].matchAll(/(#\w+)/g))
          assert.match(colour ?? '', /^#[0-9a-f]{6}$/);
      }
    });
  }

  it('tell a mistake: the test sees a colour that is lost in the dark', () => {
    assert.ok(worstOnPage('#1f2328') < enoughForLarge);
    assert.ok(worstOfPair('#cf222e', '#f6f8fa') < enough);
  });
});
