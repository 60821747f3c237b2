import { Failure, sentence } from '../failure.js';

export type MicrosoftCloudName = 'global' | 'usgov' | 'usgov-dod' | 'china';

/** Where a mailbox and its sign-in live. Neither URL ends in `/`; `graph` is without the version. */
export interface Cloud {
  readonly kind: 'microsoft' | 'custom';
  readonly name: MicrosoftCloudName | 'custom';
  readonly graph: string;
  /** Without the tenant. */
  readonly authority: string;
}

/** Microsoft Graph, page "National cloud deployments". Tokens and app registrations do not cross clouds. */
export const microsoftClouds: Readonly<Record<MicrosoftCloudName, Cloud>> = {
  global: microsoft('global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'),
  usgov: microsoft('usgov', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'),
  'usgov-dod': microsoft('usgov-dod', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'),
  // The Entra page "National clouds" and MSAL's built-in list prefer this host; login.chinacloudapi.cn is its alias.
  china: microsoft(
    'china',
    'https://microsoftgraph.chinacloudapi.cn',
    'https://login.partner.microsoftonline.cn',
  ),
};

function microsoft(name: MicrosoftCloudName, graph: string, authority: string): Cloud {
  return { kind: 'microsoft', name, graph, authority };
}

/** @throws Failure `custom-cloud-invalid` when either URL is unfit to carry tokens. */
export function customCloud(urls: { readonly graph: unknown; readonly authority: unknown }): Cloud {
  return {
    kind: 'custom',
    name: 'custom',
    graph: checkedUrl('graph', urls.graph),
    authority: checkedUrl('authority', urls.authority),
  };
}

/** Whether a token for `cloud` may be sent to `url`: the origin of its Graph root and nothing else. */
export function mayCarryToken(cloud: Pick<Cloud, 'graph'>, url: string): boolean {
  return sameOrigin(cloud.graph, url);
}

/** RFC 6454 §4. `false` for what is no URL or has no origin. */
export function sameOrigin(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  const [first, second] = [new URL(one), new URL(other)];
  return first.origin !== 'null' && first.origin === second.origin && !second.username && !second.password;
}

function checkedUrl(key: 'graph' | 'authority', value: unknown): string {
  if (typeof value !== 'string' || !URL.canParse(value.trim()))
    throw invalid(sentence('The custom cloud has no usable address under “{0}”.', key));
  const url = new URL(value.trim());
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw invalid(sentence('The address under “{0}” must begin with https://.', key));
  // The text is looked at too: an empty query or fragment leaves no trace in `URL`.
  if (url.username || url.password || /[?#]/.test(value))
    throw invalid(sentence('The address under “{0}” must not hold a user name, “?” or “#”.', key));
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function invalid(text: ReturnType<typeof sentence>): Failure {
  return new Failure(
    'custom-cloud-invalid',
    text,
    sentence('Correct the setting “{0}”.', 'markdownMail.customCloud'),
  );
}

/** 127.0.0.0/8 and ::1 (RFC 6890) and `localhost` (RFC 6761 §6.3), as `URL.hostname` writes them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
