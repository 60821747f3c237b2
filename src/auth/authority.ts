import { Cancelled, Failure, type Sentence, sentence } from '../failure.js';
import { type Log } from '../log.js';
import { ConnectionFailure, type Transport, type WireResponse } from '../wire.js';
import { signInLogLine } from './authErrors.js';
import { authorityHost, type SignInEnvironment, withoutSlash } from './environment.js';
import { isJsonObject } from './networkFailures.js';

/** What MSAL's `NodeAuthOptions` is told of the authority. */
export interface MsalAuthority {
  readonly authority: string;
  readonly knownAuthorities?: string[];
  /** JSON of an OpenID Connect Discovery 1.0 document. */
  readonly authorityMetadata?: string;
}

/**
 * MSAL knows Microsoft's endpoints by heart. For any other authority they are read from its discovery document through
 * our transport, because MSAL hides the cause when its own discovery fails. Read once; read again after a failure.
 */
export class AuthoritySource {
  private known: Promise<MsalAuthority> | undefined;

  constructor(
    private readonly environment: SignInEnvironment,
    private readonly transport: Transport,
    private readonly log: Log,
    /** MSAL gives an application tokens of a tenant only, never of one of its reserved names. */
    private readonly forApplication = false,
  ) {}

  async get(signal?: AbortSignal): Promise<MsalAuthority> {
    const { cloud, tenant } = this.environment;
    if (cloud.kind === 'microsoft') return { authority: `${withoutSlash(cloud.authority)}/${tenant}` };
    const earlier = await this.known?.catch(() => undefined);
    if (earlier) return earlier;
    this.known = this.discover(signal);
    return this.known;
  }

  private async discover(signal: AbortSignal | undefined): Promise<MsalAuthority> {
    const { cloud, tenant } = this.environment;
    const url = `${withoutSlash(cloud.authority)}/${tenant}/v2.0/.well-known/openid-configuration`;
    if (!carriesSecrets(url))
      throw misconfigured(sentence('The sign-in address in the settings must begin with https://.'));
    const host = authorityHost(cloud);
    try {
      const response = await this.transport(
        { method: 'GET', url, headers: { Accept: 'application/json' } },
        signal,
      );
      return standIn(metadataOf(response, host), this.forApplication ? tenant : undefined);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const failure = error instanceof ConnectionFailure ? unreachable(host, error) : error;
      this.log.warn(`sign-in: discovery failed: ${signInLogLine(failure)}`);
      throw failure;
    }
  }
}

interface Metadata {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly issuer: string;
  readonly jwks_uri: string;
}

/**
 * MSAL refuses every `http:` authority, and takes `http:` endpoints from metadata. So it is shown an authority that no
 * DNS will ever resolve (RFC 6761 §6.4). Its tenant is one of MSAL's reserved names: any other it would write into the
 * path of the endpoints, in place of their first part.
 */
function standIn(metadata: Metadata, tenant = 'common'): MsalAuthority {
  const host = 'sign-in.invalid';
  return {
    authority: `https://${host}/${tenant}`,
    knownAuthorities: [host],
    authorityMetadata: JSON.stringify(metadata),
  };
}

function metadataOf(response: WireResponse, host: string): Metadata {
  if (response.status !== 200 || !isJsonObject(response)) {
    const text = sentence('{0} does not describe how to sign in there (HTTP {1}).', host, response.status);
    throw misconfigured(
      text,
      sentence('Check the sign-in address and the tenant in the settings, then try again.'),
    );
  }
  const document = JSON.parse(Buffer.from(response.body).toString('utf8')) as Record<string, unknown>;
  const endpoint = (name: string) => {
    const value = document[name];
    if (typeof value !== 'string' || !carriesSecrets(value))
      throw misconfigured(sentence('{0} names no safe address for “{1}”.', host, name));
    return value;
  };
  const text = (name: string) => (typeof document[name] === 'string' ? document[name] : '');
  return {
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    issuer: text('issuer'),
    jwks_uri: text('jwks_uri'),
  };
}

/** `https:`, or `http:` to this very machine (RFC 8252 §7.3). */
export function carriesSecrets(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return true;
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'http:' && loopback;
}

function misconfigured(text: Sentence, next?: Sentence): Failure {
  const correct = sentence('Correct the setting “{0}”.', 'markdownMail.customCloud');
  return new Failure('sign-in-authority-invalid', text, next ?? correct);
}

function unreachable(host: string, cause: ConnectionFailure): Failure {
  return new Failure(
    'sign-in-discovery-failed',
    sentence('The sign-in service {0} did not answer ({1}).', host, cause.reason),
    sentence('Check the network connection and the sign-in address in the settings, then try again.'),
    { cause },
  );
}
