const above: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-=()n'].map((plain, index) => [plain, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'][index] ?? plain]),
);
const below: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789+-=()'].map((plain, index) => [plain, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][index] ?? plain]),
);

/**
 * `x<sup>2</sup>` and `H<sub>2</sub>O` in plain text, where `x2` would be another number: as Unicode's own characters,
 * else with `^` or `_` where it follows a word. Words that are small for their looks only stay words.
 */
export function raised(text: string, kind: 'sup' | 'sub', before: string): string {
  const own = kind === 'sup' ? above : below;
  const characters = [...text].map((character) => own[character]);
  if (text !== '' && characters.every((character) => character !== undefined)) return characters.join('');
  const attached = /[\p{L}\p{N})\]]$/u.test(before) && text.length <= 8 && !/\s/.test(text);
  // `1st`, `nº` and the like.
  const ending = /\p{N}$/u.test(before) && /^\p{L}+$/u.test(text);
  if (!attached || ending || text === '') return text;
  return `${kind === 'sup' ? '^' : '_'}${text.length > 1 ? `(${text})` : text}`;
}
