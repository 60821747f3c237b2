import { Cancelled, Failure, type Sentence, sentence } from '../failure.js';
import { type SignInMethod } from './authenticator.js';
import { applicationRefused, byServiceNumber, type Remedy } from './serviceErrors.js';

/** Where an error came up: in a sign-in by this method, in a silent renewal, or for an application without a person. */
export type SignInStage = SignInMethod | 'silent' | 'application';

/** A failure that another sign-in cures; `claims` is what the server wants of it (RFC 9470 calls it step-up). */
export class SignInRequired extends Failure {
  constructor(
    code: string,
    text: Sentence,
    next: Sentence,
    readonly claims?: string,
    options?: ErrorOptions,
  ) {
    super(code, text, next, options);
  }
}

/** A failure of the network between here and the sign-in service. `retryAt`: not before, in ms since 1970. */
export class SignInUnreachable extends Failure {
  constructor(
    code: string,
    text: Sentence,
    next: Sentence,
    readonly retryAt?: number,
    options?: ErrorOptions,
  ) {
    super(code, text, next, options);
  }
}

/** No such account is stored for this cloud and app registration. */
export function notSignedIn(): Failure {
  return new SignInRequired('not-signed-in', sentence('Nobody is signed in.'), sentence('Sign in first.'));
}

/** What MSAL's errors have in common; all optional, because its own network errors carry less. */
export interface ServiceError {
  readonly errorCode?: unknown;
  readonly errorMessage?: unknown;
  readonly subError?: unknown;
  readonly errorNo?: unknown;
  readonly claims?: unknown;
  readonly correlationId?: unknown;
  /** Put there by the network module: what happened below MSAL. */
  readonly failure?: unknown;
}

/**
 * What a person is told of an error of MSAL or the sign-in service. `undefined`: not one of theirs, so a bug.
 * The number of the service (AADSTS…) decides first, then its OAuth error (RFC 6749 §5.2, RFC 8628 §3.5), whatever the
 * class: MSAL gives `invalid_grant` as InteractionRequiredAuthError or as ServerError.
 */
export function signInFailure(error: unknown, stage: SignInStage): Failure | Cancelled | undefined {
  if (error instanceof Failure || error instanceof Cancelled) return error;
  if (!isServiceError(error)) return undefined;
  if (error.failure instanceof Failure || error.failure instanceof Cancelled) return error.failure;
  const number = serviceNumber(error);
  const remedy =
    (number === undefined ? undefined : byServiceNumber(number, stage)) ??
    (stage === 'application' ? applicationRefused(oauthError(error)) : undefined) ??
    byOAuthError(oauthError(error), word(error.subError)) ??
    refused(number ?? oauthError(error) ?? 'unknown');
  return failureOf(remedy, error);
}

/** Codes and ids for the log; never the service's text, which names people. */
export function signInLogLine(error: unknown): string {
  if (error instanceof Failure) return [error.code, causeWord(error.cause)].filter(Boolean).join(' ');
  if (!isServiceError(error)) return 'unexpected error';
  const parts = [
    word(error.errorCode) || 'no code',
    word(error.subError),
    serviceNumber(error) === undefined ? '' : `AADSTS${serviceNumber(error)}`,
    word(error.correlationId) && `correlation ${word(error.correlationId)}`,
    error.failure instanceof Failure ? signInLogLine(error.failure) : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Whether the refresh token itself is dead, rather than the person being asked for something more. */
export function isDeadToken(error: unknown): boolean {
  if (!isServiceError(error) || error.errorCode !== 'invalid_grant') return false;
  if (word(error.subError) === 'bad_token') return true;
  const number = serviceNumber(error);
  // A server without such numbers means what RFC 6749 §5.2 says: invalid, expired or revoked.
  return number === undefined
    ? word(error.subError) === ''
    : byServiceNumber(number, 'silent')?.code === 'sign-in-expired';
}

function isServiceError(error: unknown): error is Error & ServiceError {
  return error instanceof Error && 'errorCode' in error && typeof error.errorCode === 'string';
}

function failureOf({ code, text, next, again }: Remedy, error: Error & ServiceError): Failure | Cancelled {
  if (code === 'cancelled') return new Cancelled();
  const claims = typeof error.claims === 'string' && error.claims !== '' ? error.claims : undefined;
  // MSAL's message quotes the service, so it must not travel as a cause into a log that prints causes.
  if (again) return new SignInRequired(code, text, next, claims);
  return new Failure(code, text, next);
}

/** `errors.errorNo`, else the first `AADSTS…` of the text: errors of the authorize endpoint have it only there. */
function serviceNumber({ errorNo, errorMessage }: ServiceError): string | undefined {
  if ((typeof errorNo === 'string' || typeof errorNo === 'number') && /^\d{4,9}$/.test(String(errorNo)))
    return String(errorNo);
  return typeof errorMessage === 'string' ? /AADSTS(\d{4,9})/.exec(errorMessage)?.[1] : undefined;
}

/** MSAL reports the errors of a device code poll as `post_request_failed` with the real one as its message. */
function oauthError({ errorCode, errorMessage }: ServiceError): string | undefined {
  const code = word(errorCode);
  if (code !== 'post_request_failed') return code === '' ? undefined : code;
  return typeof errorMessage === 'string' && /^\w+$/.test(errorMessage) ? errorMessage : code;
}

function byOAuthError(code: string | undefined, subError: string): Remedy | undefined {
  const remedy = code === undefined ? undefined : oauthErrors.get(code);
  if (subError === 'consent_required') return consentNeeded;
  // `invalid_grant` is also what Microsoft answers when a rule asks for something more.
  if (code === 'invalid_grant' && subError !== '' && subError !== 'bad_token') return confirmationNeeded;
  return remedy;
}

const again = sentence('Sign in again.');

const expired: Remedy = {
  code: 'sign-in-expired',
  text: sentence('Your sign-in has expired.'),
  next: again,
  again: true,
};

/** The editor's own account has no token for this any more. */
export function expiredSignIn(): SignInRequired {
  return new SignInRequired(expired.code, expired.text, again);
}

/** The editor's own account was signed in for less than this. */
export function unagreedSignIn(): SignInRequired {
  return new SignInRequired(consentNeeded.code, consentNeeded.text, consentNeeded.next);
}

export function unconfirmedSignIn(claims: string): SignInRequired {
  return new SignInRequired(confirmationNeeded.code, confirmationNeeded.text, again, claims);
}

const consentNeeded: Remedy = {
  code: 'sign-in-consent-needed',
  text: sentence('Markdown Mail does not have the permission for this yet.'),
  next: sentence('Sign in again and agree to what it asks for. If you cannot, ask your administrator.'),
  again: true,
};

const confirmationNeeded: Remedy = {
  code: 'sign-in-confirmation-needed',
  text: sentence('The sign-in service wants you to confirm that it is you.'),
  next: again,
  again: true,
};

const cancelled: Remedy = { code: 'cancelled', text: sentence('Cancelled.'), next: again };

const declined: Remedy = {
  code: 'sign-in-declined',
  text: sentence('The sign-in was declined, so nobody was signed in.'),
  next: sentence('Sign in again and accept to use this mailbox.'),
};

const codeExpired: Remedy = {
  code: 'sign-in-code-expired',
  text: sentence('The code was not entered in time.'),
  next: sentence('Sign in again to get a new code.'),
};

const busy: Remedy = {
  code: 'sign-in-busy',
  text: sentence('The sign-in service is busy.'),
  next: sentence('Try again in a minute.'),
};

const appRefused: Remedy = {
  code: 'sign-in-app-refused',
  text: sentence('The sign-in service does not accept this app registration.'),
  next: sentence(
    'Check the client id in the settings and “Allow public client flows” in the app registration.',
  ),
};

const permissionUnknown: Remedy = {
  code: 'sign-in-permission-unknown',
  text: sentence('The sign-in service does not know a permission that Markdown Mail asked for.'),
  next: sentence('Add Mail.ReadWrite and Mail.Send of Microsoft Graph to the app registration.'),
};

const loopbackBroken: Remedy = {
  code: 'sign-in-loopback-failed',
  text: sentence('The answer of the browser did not reach VS Code.'),
  next: sentence('Sign in again, or sign in with a device code.'),
};

function refused(reason: string): Remedy {
  return {
    code: 'sign-in-refused',
    text: sentence('The sign-in service refused ({0}).', reason),
    next: sentence('Sign in again. If it is refused again, show your administrator this number.'),
  };
}

const oauthErrors: ReadonlyMap<string, Remedy> = new Map([
  ['invalid_grant', expired],
  ['no_tokens_found', expired],
  ['refresh_token_expired', expired],
  ['no_account_found', expired],
  ['login_required', expired],
  ['interaction_required', confirmationNeeded],
  ['consent_required', consentNeeded],
  ['access_denied', declined],
  ['authorization_declined', declined],
  ['user_cancelled', cancelled],
  ['device_code_polling_cancelled', cancelled],
  ['expired_token', codeExpired],
  ['code_expired', codeExpired],
  ['device_code_expired', codeExpired],
  ['bad_verification_code', codeExpired],
  ['slow_down', busy],
  ['temporarily_unavailable', busy],
  ['server_error', busy],
  ['invalid_client', appRefused],
  ['unauthorized_client', appRefused],
  ['invalid_scope', permissionUnknown],
  ['loopback_server_timeout', loopbackBroken],
  ['loopback_server_query_response_not_supported', loopbackBroken],
  ['no_auth_code_in_response', loopbackBroken],
  ['state_mismatch', loopbackBroken],
  ['state_not_found', loopbackBroken],
]);

/** Letters, digits and what ids are made of; empty for all else, so that no text slips into the log. */
function word(value: unknown): string {
  return typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : '';
}

function causeWord(cause: unknown): string {
  return cause instanceof Error && 'reason' in cause ? word(cause.reason) : '';
}
