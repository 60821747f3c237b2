import { type SandboxOptions } from './sandbox.js';
import { type SandboxUser } from './call.js';
import { ProtocolError } from './protocolError.js';
import { type GraphPath } from './router.js';

/** Who asks, by the token of `Authorization` (RFC 6750); 401 for nobody. */
export async function callerOf(
  options: SandboxOptions,
  authorization: string | undefined,
): Promise<SandboxUser> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const caller = token === undefined ? undefined : await options.authorize(token);
  if (caller) return caller;
  throw new ProtocolError(
    401,
    'InvalidAuthenticationToken',
    token === undefined
      ? 'Access token is empty.'
      : 'CompactToken validation failed with reason code: 80049228.',
    { 'www-authenticate': 'Bearer realm=""' },
  );
}

/** Whose mailbox the path names: `/me`, or a user by id or user principal name who shares it with the caller. */
export function ownerOf(options: SandboxOptions, { user }: GraphPath, caller: SandboxUser): SandboxUser {
  if (user === undefined) {
    if (caller.application) throw personNeeded();
    return caller;
  }
  const name = user.toLowerCase();
  const owner = options.users.find(
    (each) => each.id.toLowerCase() === name || each.userName.toLowerCase() === name,
  );
  if (!owner) throw new ProtocolError(404, 'ErrorInvalidUser', 'The requested user is invalid.');
  if (caller.application || owner.id === caller.id || sharesWith(owner, caller)) return owner;
  throw new ProtocolError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

function personNeeded(): ProtocolError {
  return new ProtocolError(
    400,
    'BadRequest',
    '/me request is only valid with delegated authentication flow.',
  );
}

export function sharesWith(owner: SandboxUser, caller: SandboxUser): boolean {
  const name = caller.userName.toLowerCase();
  return owner.sharedWith?.some((each) => each.toLowerCase() === name) ?? false;
}
