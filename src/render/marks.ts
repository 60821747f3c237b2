import { type Token } from 'markdown-it';

/**
 * `- [ ]` and `- [x]` as ☐ and ☑: Word shows no `<input>`. Items get `meta.task`, and a list of nothing else
 * `meta.tasks`, since it needs no bullets beside its boxes.
 */
export function markTasks(tokens: readonly Token[]): void {
  const lists: { list: Token; items: number; tasks: number }[] = [];
  tokens.forEach((token, index) => {
    if (token.type.endsWith('_list_open')) lists.push({ list: token, items: 0, tasks: 0 });
    else if (token.type.endsWith('_list_close')) {
      const { list, items, tasks } = lists.pop() ?? { items: 0, tasks: 0 };
      if (list && items === tasks) list.meta = { tasks: true };
    } else if (token.type === 'list_item_open') {
      const current = lists.at(-1);
      if (current) current.items++;
      if (!drawBox(tokens[index + 1], tokens[index + 2])) return;
      token.meta = { task: true };
      if (current) current.tasks++;
    }
  });
}

function drawBox(paragraph: Token | undefined, inline: Token | undefined): boolean {
  const first = inline?.children?.[0];
  if (paragraph?.type !== 'paragraph_open' || first?.type !== 'text') return false;
  const [whole, mark] = /^\[([ xX])\] +(?=\S|$)/.exec(first.content) ?? [];
  if (whole === undefined) return false;
  first.content = `${mark === ' ' ? '☐' : '☑'} ${first.content.slice(whole.length)}`;
  return true;
}

/** GitHub's `> [!NOTE]`: the word as a bold first line, and `meta.alert` on the quote and on the word in lower case. */
export function markAlerts(tokens: readonly Token[], TokenClass: typeof Token): void {
  tokens.forEach((token, index) => {
    const inline = token.type === 'blockquote_open' ? tokens[index + 2] : undefined;
    const [first, second] = inline?.type === 'inline' ? (inline.children ?? []) : [];
    const word =
      first?.type === 'text'
        ? /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/.exec(first.content)?.[1]
        : undefined;
    if (!inline?.children || !first || word === undefined) return;
    if (second && second.type !== 'softbreak' && second.type !== 'hardbreak') return;
    token.meta = { alert: word.toLowerCase() };
    first.content = word.charAt(0) + word.slice(1).toLowerCase();
    if (second) second.type = 'hardbreak';
    const strong = (type: string, nesting: 1 | -1): Token => new TokenClass(type, 'strong', nesting);
    const label = strong('strong_open', 1);
    label.meta = token.meta;
    first.meta = token.meta;
    inline.children = [label, first, strong('strong_close', -1), ...inline.children.slice(1)];
  });
}

/** A table whose head is empty (`| | |`, as Markdown demands one) has none: Word would draw a row of empty boxes. */
export function withoutEmptyHeads(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let headAt = -1;
  let empty = false;
  for (const token of tokens) {
    if (token.type === 'thead_open') [headAt, empty] = [kept.length, true];
    else if (headAt >= 0 && token.type === 'inline' && token.content.trim() !== '') empty = false;
    kept.push(token);
    if (token.type !== 'thead_close') continue;
    if (empty) kept.length = headAt;
    headAt = -1;
  }
  return kept;
}
