/**
 * The fonts of Windows for scripts that the fonts of a theme lack; elsewhere the system's own choice is the right one.
 * Kana and Hangul come first: they tell whose Chinese characters stand beside them.
 */
const scripts: readonly (readonly [test: RegExp, font: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "'Yu Gothic'"],
  [/\p{Script=Hangul}/u, "'Malgun Gothic'"],
  [/\p{Script=Han}/u, "'Microsoft YaHei'"],
];
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

/** Fonts for the scripts that the mail really uses: the list is repeated on every block, and Gmail counts bytes. */
export function fallbacksFor(text: string): readonly string[] {
  const foreign = (text.match(beyondLatin) ?? []).join('');
  if (foreign === '') return [];
  const eastern = scripts.find(([test]) => test.test(foreign))?.[1];
  return [...(eastern === undefined ? [] : [eastern]), ...(rightToLeft.test(foreign) ? ["'Segoe UI'"] : [])];
}

/** Everything that the scripts above could match; asked first, since each of them reads the whole text again. */
const beyondLatin = /[\u0590-\u1fff\u2300-\uffff]+/g;

const generic = /^(?:serif|sans-serif|monospace|cursive|fantasy|system-ui|ui-\w+(?:-\w+)?)$/i;

/** `families` with the fallbacks before the generic name that ends it. */
export function withFallbacks(families: string, fallbacks: readonly string[]): string {
  const list = families.split(',');
  const at = list.findIndex((family) => generic.test(family.trim()));
  const missing = fallbacks.filter((family) => !list.includes(family));
  list.splice(at < 0 ? list.length : at, 0, ...missing);
  return list.join(',');
}
