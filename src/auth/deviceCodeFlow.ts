import { type Clock } from '../clock.js';
import { Failure, type Sentence, sentence } from '../failure.js';
import { type SignInOptions, type SignInScreen } from './authenticator.js';
import { carriesSecrets } from './authority.js';
import { interruptible } from './interruption.js';
import {
  type DeviceCode,
  type DeviceCodeRequest,
  type TokenAnswer,
  type TokenClient,
} from './tokenClient.js';

export interface DeviceCodeFlow {
  readonly client: TokenClient;
  readonly screen: SignInScreen;
  readonly clock: Clock;
  readonly correlationId: string;
  readonly translate: (text: Sentence) => string;
  readonly late: (answer: TokenAnswer) => Promise<void>;
}

/**
 * RFC 8628. MSAL has a cancel of its own, which it looks at before each poll. The network does that as well, for it
 * obeys the same `signal`, and ends a poll on its way too.
 */
export async function signInByDeviceCode(
  flow: DeviceCodeFlow,
  { scopes, claims }: SignInOptions,
  signal: AbortSignal,
): Promise<TokenAnswer | null> {
  const { client, screen, clock, correlationId, translate } = flow;
  let finish = () => undefined as void;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const request: DeviceCodeRequest = {
    scopes: [...scopes],
    correlationId,
    ...(claims === undefined ? {} : { claims }),
    deviceCodeCallback: (answer) => {
      if (!signal.aborted) screen.showDeviceCode(shown(answer, translate), done);
    },
  };
  const late = async (answer: TokenAnswer | null) => (answer === null ? undefined : flow.late(answer));
  try {
    return await interruptible(client.deviceCode(request), signal, { clock, late });
  } finally {
    finish();
  }
}

function shown({ userCode, verificationUri, message }: DeviceCode, translate: (text: Sentence) => string) {
  // The address is opened on a click, so it must be a web page and nothing else.
  if (!carriesSecrets(verificationUri) || !userCode)
    throw new Failure(
      'sign-in-unexpected-answer',
      sentence('The sign-in service gave no usable device code.'),
      sentence('Sign in with the browser instead.'),
    );
  const own = () => translate(sentence('Open {0} and enter the code {1}.', verificationUri, userCode));
  return { userCode, verificationUri, message: message === undefined || message === '' ? own() : message };
}
