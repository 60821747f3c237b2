/**
 * A text for a person, kept as its English template and arguments so that rooms without `vscode` can write it.
 * `editor/` translates it by `vscode.l10n.t(text, ...args)`; `{0}`, `{1}` … stand for the arguments.
 */
export interface Sentence {
  readonly text: string;
  readonly args: readonly (string | number)[];
}

/** Marks an English text as user-facing. The template is also its key in the translations. */
export function sentence(text: string, ...args: (string | number)[]): Sentence {
  return { text, args };
}

/** The English text of a sentence, for tests and for the tools that run without an editor. */
export function inEnglish({ text, args }: Sentence): string {
  return text.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}

/** The two built files hold a copy of this module each, so `instanceof` goes by these marks and not by identity. */
const failureMark = Symbol.for('markdownMail.Failure');
const cancelledMark = Symbol.for('markdownMail.Cancelled');

function isMarked(value: unknown, mark: symbol): boolean {
  return typeof value === 'object' && value !== null && mark in value;
}

/**
 * A failure that is expected: it carries a stable `code`, one sentence that says what is wrong, and what to do next.
 * `Error.message` is the code alone, because VS Code writes messages of rejected commands into a log file.
 */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly [failureMark] = true;

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== Failure) return Function.prototype[Symbol.hasInstance].call(this, value);
    return isMarked(value, failureMark);
  }

  constructor(
    readonly code: string,
    readonly sentence: Sentence,
    readonly next?: Sentence,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** The user stopped it. Neither a failure nor a bug: silent everywhere. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  readonly [cancelledMark] = true;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, cancelledMark);
  }

  constructor() {
    super('cancelled');
  }
}

/** Throws {@link Cancelled} when `signal` is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}

/** Of a bug, for the log: its kind and its frames, but not its message, which may quote a mail. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return [error.name, ...frames].join('\n');
}
