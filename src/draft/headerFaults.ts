import { type YAMLError } from 'yaml';
import { type Sentence, sentence } from '../failure.js';
import { type Problem } from './draft.js';

/** Why a header, or a part of it, can't be read. */
export type FaultKind =
  | 'alias'
  | 'colon'
  | 'document-end'
  | 'indentation'
  | 'nesting'
  | 'no-map'
  | 'other'
  | 'quotes'
  | 'repeated'
  | 'size'
  | 'space'
  | 'tab'
  | 'unclosed';

export interface HeaderFault {
  readonly kind: FaultKind;
  /** Offset in the header. */
  readonly offset: number;
  /** What the fault is about, such as the key that is repeated. */
  readonly name?: string;
}

/**
 * The fault behind yaml's first complaint; the ones after it are mostly its echoes. `values`: where the values of the
 * root's keys begin and end, as far as they were read.
 */
export function syntaxFault(
  source: string,
  error: YAMLError,
  values: readonly { readonly start: number; readonly end: number }[],
): HeaderFault {
  const at = error.pos[0];
  const line = lineAround(source, at);
  // `%YAML` and the like ask for a second fence, which yaml then misses further down.
  if (source.startsWith('%')) return { kind: 'other', offset: 0 };
  if (error.code === 'TAB_AS_INDENT') return { kind: 'tab', offset: at };
  if (/^\s*[a-z][\w-]*:[^\s:]/iu.test(line.text)) return { kind: 'space', offset: line.start };
  if (error.code === 'MISSING_CHAR' || error.code === 'BAD_INDENT') {
    // A value without its closing character runs on to where yaml misses it.
    const open = values.find(({ start, end }) => start < at && end >= at);
    if (open && '"\'[{'.includes(source.charAt(open.start))) return { kind: 'unclosed', offset: open.start };
    return { kind: error.code === 'MISSING_CHAR' ? 'colon' : 'other', offset: at };
  }
  const next = lineAround(source, line.end + 1);
  if (/^[ \t]+[\w-]+[ \t]*:(?:\s|$)/u.test(next.text) && /^[^\s:]+:[ \t]+\S/u.test(line.text)) {
    return { kind: 'indentation', offset: next.start };
  }
  if (error.code === 'UNEXPECTED_TOKEN' && at === line.start) return { kind: 'indentation', offset: at };
  const quotable = ['BAD_SCALAR_START', 'BLOCK_AS_IMPLICIT_KEY', 'UNEXPECTED_TOKEN'].includes(error.code);
  return { kind: quotable ? 'quotes' : 'other', offset: at };
}

/** `line` is 0-based, of the file. */
export function faultProblem(fault: HeaderFault, line: number): Problem {
  return { code: 'header-invalid', severity: 'error', message: faultSentence(fault, line + 1), line };
}

function lineAround(source: string, at: number): { text: string; start: number; end: number } {
  const start = at <= 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1;
  const newline = source.indexOf('\n', start);
  const end = newline < 0 ? source.length : newline;
  return { text: source.slice(start, end), start, end };
}

function faultSentence({ kind, name }: HeaderFault, line: number): Sentence {
  switch (kind) {
    case 'alias':
      return sentence(
        'Line {0} refers to a value by "*", which can’t be followed. Write the value out.',
        line,
      );
    case 'colon':
      return sentence('Line {0} of the header has no colon. Write it like "subject: Hello".', line);
    case 'document-end':
      return sentence(
        'Line {0} ends the header too early. Remove it; only a line --- may end a header.',
        line,
      );
    case 'indentation':
      return sentence(
        'Line {0} begins further in or out than the other keys. Begin each key at the start of its line.',
        line,
      );
    case 'nesting':
      return sentence('The lists or brackets of the header are nested too deeply. Make them simpler.');
    case 'no-map':
      return sentence('The header must be lines such as "subject: Hello". Line {0} is not one.', line);
    case 'other':
      return sentence('Line {0} of the header can’t be read. Check its quotes, colons and spaces.', line);
    case 'quotes':
      return sentence('Line {0} of the header can’t be read. Put the text after the colon in quotes.', line);
    case 'repeated':
      return sentence(
        '"{0}" is in the header twice. Keep one of them; line {1} is the second.',
        name ?? '',
        line,
      );
    case 'size':
      return sentence('The header is too long to be read. Shorten it, or check where it ends.');
    case 'space':
      return sentence('Put a space after the colon in line {0}.', line);
    case 'tab':
      return sentence('Line {0} of the header begins with a tab. Use spaces instead.', line);
    case 'unclosed':
      return sentence(
        'A quote or bracket that opens in line {0} is never closed. Add the missing one.',
        line,
      );
  }
}
