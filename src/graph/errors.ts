import { Failure, type Sentence, sentence } from '../failure.js';
import { type ConnectionFailure, type WireResponse } from '../wire.js';
import { isCertificateFault } from './connectionFaults.js';
import { type ErrorRow, errorTable, type RequestKind, type RetryRule } from './errorTable.js';
import { jsonObject } from './json.js';
import { retryAfterMilliseconds } from './retryAfter.js';

export interface GraphFailureFacts {
  /** Absent: no answer came. */
  readonly status?: number;
  /** `error.code` of the answer, for the log. Absent: none, or none that looks like a code. */
  readonly graphCode?: string;
  readonly requestId?: string;
  /** Milliseconds. */
  readonly retryAfter?: number;
  readonly refused: boolean;
}

/** The mailbox did not do, or may not have done, what was asked of it. */
export class GraphFailure extends Failure {
  readonly status: number | undefined;
  readonly graphCode: string | undefined;
  readonly requestId: string | undefined;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /**
   * `true`: it is proved that the server did not carry the request out. `false`: it may have. A 404 proves nothing for
   * a `send` (the message may be on its way between folders), nor do 409, 412, 429, 5xx or a gateway's page: mails
   * were delivered behind a 504 and a 429.
   */
  readonly refused: boolean;
  readonly retry: RetryRule;

  constructor(row: ErrorRow, facts: GraphFailureFacts, options?: ErrorOptions) {
    super(row.code, row.sentence, nextStep(row, facts.retryAfter), options);
    this.status = facts.status;
    this.graphCode = facts.graphCode;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.refused = facts.refused;
    this.retry = row.retry ?? 'never';
  }
}

/** The failure that an answer with any status but success stands for. `now` in milliseconds since 1970. */
export function failureOfAnswer(answer: WireResponse, now: number, asked: RequestKind = 'own'): GraphFailure {
  const graphCode = graphCodeOf(answer.body);
  const row =
    errorTable.find(
      ({ statuses, graphCodes, of }) =>
        (statuses?.includes(answer.status) ?? true) &&
        (graphCodes?.some(sameCode(graphCode)) ?? true) &&
        (of === undefined || of === asked || (of === 'shared' && asked === 'shared-file')),
    ) ?? unexpectedRow;
  const retryAfter = retryAfterMilliseconds(answer.headers, now);
  return new GraphFailure(row, {
    ...factsOf(answer),
    ...(graphCode === undefined ? {} : { graphCode }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    refused:
      refusingStatuses.has(answer.status) && graphCode !== undefined && row.provesNothing === undefined,
  });
}

/** The request was answered as a success, but the answer is not what Graph documents. */
export function unreadableAnswer(answer: WireResponse, options?: ErrorOptions): GraphFailure {
  return new GraphFailure(unreadableRow, { ...factsOf(answer), refused: false }, options);
}

export function failureOfConnection(cause: ConnectionFailure): GraphFailure {
  if (cause.kind === 'no-answer')
    return new GraphFailure(connectionRows.noAnswer, { refused: false }, { cause });
  const row = isCertificateFault(cause.reason) ? connectionRows.certificate : connectionRows.offline;
  return new GraphFailure(row, { refused: true }, { cause });
}

/** An id with which no request can be made; nothing is sent. */
export function unusableId(): GraphFailure {
  const row = errorTable.find(({ code }) => code === 'message-id-invalid') ?? unexpectedRow;
  return new GraphFailure(row, { refused: true });
}

/** A look before a repetition shows that somebody else was quicker. */
export function changedMeanwhile(): GraphFailure {
  const row = errorTable.find(({ code }) => code === 'message-changed-meanwhile') ?? unexpectedRow;
  return new GraphFailure(row, { refused: false });
}

/** Absent on Exchange's own word that the item is not there; a gateway's 404 says nothing about it and is thrown. */
export async function presentOrAbsent<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof GraphFailure && error.status === 404 && error.code === 'message-not-found')
      return undefined;
    throw error;
  }
}

/** The server's correlation id, for the log. Absent: none, or something that is no id. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  const id = headers['request-id'];
  return id !== undefined && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

/** Statuses by which Graph itself turns a request down before carrying it out; each needs Graph's body as witness. */
const refusingStatuses = new Set([400, 401, 403, 411, 413, 415]);

function factsOf(answer: WireResponse): { status: number; requestId?: string } {
  const requestId = requestIdOf(answer.headers);
  return { status: answer.status, ...(requestId === undefined ? {} : { requestId }) };
}

/** A code is one word; whatever else a server writes there could hold an address and is dropped. */
function graphCodeOf(body: Uint8Array): string | undefined {
  const error = jsonObject(jsonObject(body)?.['error']);
  const code = error?.['code'];
  return typeof code === 'string' && /^[A-Za-z][\w.-]{0,99}$/.test(code) ? code : undefined;
}

function sameCode(graphCode: string | undefined): (listed: string) => boolean {
  return (listed) => listed.toLowerCase() === graphCode?.toLowerCase();
}

function nextStep(row: ErrorRow, retryAfter: number | undefined): Sentence {
  if (row.retry !== 'wait' || retryAfter === undefined || retryAfter === 0) return row.next;
  const seconds = Math.ceil(retryAfter / 1000);
  if (seconds <= 1) return sentence('Try again in a second.');
  if (seconds < 120) return sentence('Try again in {0} seconds.', seconds);
  return sentence('Try again in {0} minutes.', Math.ceil(seconds / 60));
}

/** For answers that fit no row. */
const unexpectedRow: ErrorRow = {
  code: 'mailbox-answer-unexpected',
  sentence: sentence('The mailbox answered in a way that is not known.'),
  next: sentence('Try again; if it stays so, show the log and report it.'),
};

/** Success by its status, but not by its content. */
const unreadableRow: ErrorRow = {
  code: 'mailbox-answer-unreadable',
  sentence: sentence('The answer of the mailbox could not be read.'),
  next: sentence('Try again; if it stays so, show the log and report it.'),
};

const connectionRows = {
  offline: {
    code: 'mailbox-offline',
    sentence: sentence('The mailbox cannot be reached.'),
    next: sentence('Check the network connection, then try again.'),
  },
  certificate: {
    code: 'mailbox-certificate-refused',
    sentence: sentence('The connection to the mailbox is not trusted: its certificate was not accepted.'),
    next: sentence('If a proxy or virus scanner reads connections, add its certificate to this computer.'),
  },
  noAnswer: {
    code: 'mailbox-no-answer',
    sentence: sentence('The connection to the mailbox broke off before it answered.'),
    next: sentence('Check the network connection, then try again.'),
    retry: 'wait',
  },
} as const satisfies Record<string, ErrorRow>;
