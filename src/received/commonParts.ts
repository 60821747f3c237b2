/** More comparisons than this take longer than a reader waits; what is equal at both ends is found all the same. */
const mostSteps = 4_000_000;

/**
 * The longest list of parts that both lists have in the same order, as pairs of places: [in `before`, in `now`].
 */
export function commonParts(before: readonly string[], now: readonly string[]): [number, number][] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start++;
  let ends = 0;
  const most = Math.min(before.length, now.length) - start;
  while (ends < most && before[before.length - 1 - ends] === now[now.length - 1 - ends]) ends++;
  const head = range(start).map((at): [number, number] => [at, at]);
  const tail = range(ends).map((at): [number, number] => [before.length - ends + at, now.length - ends + at]);
  const middle = longest(before.slice(start, before.length - ends), now.slice(start, now.length - ends));
  return [...head, ...middle.map(([a, b]): [number, number] => [a + start, b + start]), ...tail];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at);
}

/** The longest common subsequence by its table (Wagner and Fischer 1974). */
function longest(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > mostSteps) return [];
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
