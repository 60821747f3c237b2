/** A writing system, named as in Unicode. Chinese, Japanese and Korean mix theirs, and count as one each. */
export type Script = keyof typeof letters;

const letters = {
  Latin: /\p{Script=Latin}+/gu,
  Cyrillic: /\p{Script=Cyrillic}+/gu,
  Greek: /\p{Script=Greek}+/gu,
  Hebrew: /\p{Script=Hebrew}+/gu,
  Arabic: /\p{Script=Arabic}+/gu,
  Kana: /[\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
  Han: /\p{Script=Han}+/gu,
  Hangul: /\p{Script=Hangul}+/gu,
  Thai: /\p{Script=Thai}+/gu,
  Devanagari: /\p{Script=Devanagari}+/gu,
  Bengali: /\p{Script=Bengali}+/gu,
  Tamil: /\p{Script=Tamil}+/gu,
  Georgian: /\p{Script=Georgian}+/gu,
  Armenian: /\p{Script=Armenian}+/gu,
} as const;

const names = Object.keys(letters) as readonly Script[];

/** Scripts in which a language is written; where none is listed it may be any. The first is what to look for. */
const written: Readonly<Record<string, readonly Script[]>> = {
  ...spread('ja', ['Kana', 'Han']),
  ...spread('zh', ['Han']),
  ...spread('ko', ['Hangul', 'Han']),
  ...spread('he yi', ['Hebrew']),
  ...spread('ar fa ur ps', ['Arabic']),
  ...spread('ru uk bg be mk', ['Cyrillic']),
  ...spread('sr', ['Cyrillic', 'Latin']),
  ...spread('el', ['Greek']),
  ...spread('th', ['Thai']),
  ...spread('hi mr ne', ['Devanagari']),
  ...spread('bn', ['Bengali']),
  ...spread('ta', ['Tamil']),
  ...spread('ka', ['Georgian']),
  ...spread('hy', ['Armenian']),
  ...spread('en de fr es it pt nl pl cs sk sl hr hu ro sv da nb nn no fi et lv lt tr vi id ms ca', ['Latin']),
};

function spread(languages: string, scripts: readonly Script[]): Record<string, readonly Script[]> {
  return Object.fromEntries(languages.split(' ').map((language) => [language, scripts]));
}

/** A language that is written so, as an example of what `lang` could say. */
export const languageOf: Readonly<Record<Script, string>> = {
  Latin: 'en',
  Cyrillic: 'ru',
  Greek: 'el',
  Hebrew: 'he',
  Arabic: 'ar',
  Kana: 'ja',
  Han: 'zh',
  Hangul: 'ko',
  Thai: 'th',
  Devanagari: 'hi',
  Bengali: 'bn',
  Tamil: 'ta',
  Georgian: 'ka',
  Armenian: 'hy',
};

/** The scripts that a language tag (BCP 47) stands for; undefined: not known, or said by the tag itself, as `sr-Latn`. */
export function scriptsOf(lang: string): readonly Script[] | undefined {
  const [language = '', second = ''] = lang.toLowerCase().split(/[-_]/);
  return second.length === 4 ? undefined : written[language];
}

/** Letters counted by script, as UTF-16 units; those of other scripts are left out. */
export function countScripts(text: string): ReadonlyMap<Script, number> {
  const counts = new Map<Script, number>();
  const english = text.replace(/[^A-Za-z]+/g, '').length;
  if (english > 0) counts.set('Latin', english);
  // Whole runs at a time: a look at each letter takes longer than drawing it.
  let left = (text.match(/[^\0-\x7f]+/g) ?? []).join('').replace(/\P{L}+/gu, '');
  for (const name of names) {
    if (left === '') break;
    const others = left.replace(letters[name], '');
    if (others.length < left.length) counts.set(name, (counts.get(name) ?? 0) + left.length - others.length);
    left = others;
  }
  return counts;
}
