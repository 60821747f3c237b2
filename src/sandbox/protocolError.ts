/**
 * An answer that says no, as Graph says it: HTTP status, `error.code`, `error.message` (Graph page "errors").
 * `text` goes to the client; `Error.message` holds the code alone.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }
}

export const itemNotFound = (): ProtocolError =>
  new ProtocolError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

export const malformedId = (): ProtocolError =>
  new ProtocolError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');

export const badRequest = (text: string): ProtocolError => new ProtocolError(400, 'BadRequest', text);

export const notImplemented = (what: string): ProtocolError =>
  new ProtocolError(501, 'NotImplemented', `The sandbox mailbox does not offer ${what}.`);

export const methodNotAllowed = (): ProtocolError =>
  new ProtocolError(
    405,
    'Request_BadRequest',
    'Specified HTTP method is not allowed for the request target.',
  );
