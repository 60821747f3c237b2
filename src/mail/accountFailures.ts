import { Failure, sentence } from '../failure.js';

export function notSignedIn(): Failure {
  return new Failure(
    'not-signed-in',
    sentence('Nobody is signed in.'),
    sentence('Sign in, or use the sandbox mailbox.'),
  );
}

export function unknownAccount(name: string): Failure {
  return new Failure(
    'account-unknown',
    sentence('{0} is not signed in here.', name),
    sentence('Sign in with that account, or change account: in the header.'),
  );
}

export function mailboxMissing(): Failure {
  return new Failure(
    'mailbox-missing',
    sentence('This draft would be sent by an application, which has no mailbox of its own.'),
    sentence(
      'Write the address of the mailbox after mailbox: in the header, or name another account: there.',
    ),
  );
}

export function mailboxOfPersonal(): Failure {
  return new Failure(
    'mailbox-personal',
    sentence('A personal Microsoft account has no mailbox but its own.'),
    sentence('Remove mailbox: from the header, or name a work account after account: there.'),
  );
}

export function sandboxInUse(): Failure {
  return new Failure(
    'sandbox-in-use',
    sentence('The sandbox mailbox knows no applications.'),
    sentence('Leave the sandbox first.'),
  );
}
