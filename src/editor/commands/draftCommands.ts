import type * as vscode from 'vscode';
import { type Problem } from '../../draft/draft.js';
import { type DraftState } from '../../outbox/draftState.js';
import { type DraftDesk, type LoadMail } from '../drafts/draftDesk.js';
import { type DraftEntry, type DraftIndex } from '../drafts/draftIndex.js';
import { type DraftIdentity } from '../identity/draftIdentity.js';
import { describe, translate } from '../translate.js';
import { type Command } from './command.js';
import { type CommandTarget } from './target.js';

/** What the commands about drafts share. */
export interface DraftParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
  readonly identity: DraftIdentity;
  readonly target: CommandTarget;
  readonly preview: (uri: vscode.Uri) => Promise<void>;
}

/** A problem as commands return it; `line` is 0-based, as in VS Code's own positions. */
export interface PlainProblem {
  readonly code: string;
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly line: number;
}

function plainProblems(problems: readonly Problem[]): PlainProblem[] {
  return problems.map(({ code, severity, message, line }) => ({
    code,
    severity,
    message: translate(message),
    line,
  }));
}

/** The ids that a state carries, for a command's result. */
export function plainState(state: DraftState): {
  state: DraftState['kind'];
  messageId?: string;
  webLink?: string;
  sentAt?: string;
  /** When the mailbox is to send it, ISO 8601 in UTC. */
  sendAt?: string;
} {
  const copy = 'copy' in state ? state.copy : undefined;
  return {
    state: state.kind,
    ...(copy === undefined ? {} : { messageId: copy.messageId }),
    ...(copy?.webLink === undefined ? {} : { webLink: copy.webLink }),
    ...(state.kind === 'sent' ? { sentAt: state.sentAt } : {}),
    ...('until' in state && state.until !== undefined ? { sendAt: new Date(state.until).toISOString() } : {}),
  };
}

export function previewCommand({ target, preview }: DraftParts): Command {
  return { id: 'preview', run: async (given) => preview(target.draft(given)) };
}

export function renderCommand({ target, desk }: DraftParts): Command {
  return {
    id: 'render',
    quiet: true,
    async run(given) {
      const { mail } = (await desk.compose(target.draft(given))).composed;
      return {
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        inlineImages: mail.images.map(({ contentId, name, contentType, bytes }) => ({
          contentId,
          name,
          contentType,
          size: bytes.byteLength,
          contentBytes: Buffer.from(bytes).toString('base64'),
        })),
        attachments: mail.attachments.map(({ name, contentType, size }) => ({ name, contentType, size })),
        bytes: Buffer.byteLength(mail.html),
      };
    },
  };
}

export function checkCommand({ target, desk, identity }: DraftParts): Command {
  return { id: 'check', quiet: true, run: async (given) => problemsOf(target.draft(given), desk, identity) };
}

export function statusCommand({ target, desk, index, identity, load }: DraftParts): Command {
  const row = async (entry: DraftEntry) => {
    const problems = await problemsOf(entry.uri, desk, identity).catch(() => []);
    const { state, messageId } = plainState(entry.state);
    const id = entry.draft?.header.id;
    return {
      uri: entry.uri.toString(),
      state,
      ...(id === undefined ? {} : { id }),
      ...(messageId === undefined ? {} : { messageId }),
      subject: entry.draft?.header.subject ?? '',
      problems: entry.failure ? [unreadable(entry.failure)] : problems,
    };
  };
  return {
    id: 'status',
    quiet: true,
    async run(given) {
      await load();
      const uri = target.given(given);
      if (!uri) {
        await index.refresh();
        return Promise.all(index.all().map(row));
      }
      const entry = await index.update(target.draft(uri));
      return entry ? row(entry) : { uri: uri.toString(), state: 'local', subject: '', problems: [] };
    },
  };
}

function unreadable(failure: NonNullable<DraftEntry['failure']>): PlainProblem {
  return { code: failure.code, severity: 'error', message: describe(failure), line: 0 };
}

async function problemsOf(
  uri: vscode.Uri,
  desk: DraftDesk,
  identity: DraftIdentity,
): Promise<PlainProblem[]> {
  const { draft, composed } = await desk.check(uri);
  const problems = plainProblems(composed.problems);
  const doubt = await identity.problem(uri, draft);
  if (!doubt) return problems;
  const line = draft.keyLines?.id ?? 0;
  return [{ code: doubt.code, severity: 'error', message: describe(doubt), line }, ...problems];
}

export function showLogCommand(show: () => void): Command {
  return { id: 'showLog', run: async () => show() };
}
