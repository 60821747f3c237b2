import { type MarkdownIt, type StateInline } from 'markdown-it';

const tilde = 0x7e;
/** Marks single tildes apart from double ones: they only end each other. No character has this code. */
const single = 0x11007e;

/**
 * GitHub's strikethrough: `~~one~~` and `~two~` (GFM §6.5), where markdown-it knows only the former; three are text.
 * Words are never struck from within: `PROGRA~1\FOO~1` is a path.
 */
export function useStrikethrough(parser: MarkdownIt): void {
  parser.inline.ruler.at('strikethrough', scanTildes);
  parser.inline.ruler2.after('strikethrough', 'single_strikethrough', (state) => {
    strike(state, state.delimiters);
    for (const meta of state.tokens_meta) if (meta?.delimiters) strike(state, meta.delimiters);
    return true;
  });
}

function scanTildes(state: StateInline, silent: boolean): boolean {
  const start = state.pos;
  if (silent || state.src.charCodeAt(start) !== tilde) return false;
  const { length, can_open, can_close } = state.scanDelims(start, true);
  const token = state.push('text', '', 0);
  token.content = '~'.repeat(length);
  const before = isWord(state.src.charAt(start - 1));
  const after = isWord(state.src.charAt(start + length));
  const open = can_open && !(length === 1 && before);
  const close = can_close && !(length === 1 && after);
  if (length <= 2 && (open || close)) {
    const marker = length === 1 ? single : tilde;
    state.delimiters.push({ marker, length: 0, token: state.tokens.length - 1, end: -1, open, close });
  }
  state.pos += length;
  return true;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

type Delimiters = StateInline['delimiters'];

/** The tokens of `~two~`; those of `~~one~~` are made by markdown-it's own rule. */
function strike(state: StateInline, delimiters: Delimiters): void {
  for (const { marker, end, token } of delimiters) {
    const closing = delimiters[end];
    if (marker !== single || !closing) continue;
    for (const [index, nesting] of [
      [token, 1],
      [closing.token, -1],
    ] as const) {
      const made = state.tokens[index];
      if (made)
        Object.assign(made, {
          type: nesting === 1 ? 's_open' : 's_close',
          tag: 's',
          nesting,
          markup: '~',
          content: '',
        });
    }
  }
}
