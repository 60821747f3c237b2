import { type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { type Context } from 'oidc-provider';

/** The endpoints of Microsoft Entra, without the tenant. */
export type Endpoint = 'discovery' | 'authorize' | 'token' | 'devicecode';

/** A request as it came, for tests to look at. */
export interface SeenRequest {
  readonly endpoint: Endpoint;
  readonly form: Readonly<Record<string, string>>;
}

/** An answer given in place of the provider's. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as HTML. */
  readonly body: object | string;
}

export const paths: Readonly<Record<Endpoint, string>> = {
  discovery: '/v2.0/.well-known/openid-configuration',
  authorize: '/oauth2/v2.0/authorize',
  token: '/oauth2/v2.0/token',
  devicecode: '/oauth2/v2.0/devicecode',
};

/** Requests as seen, and answers lined up per endpoint. */
export class Script {
  readonly requests: SeenRequest[] = [];
  private readonly answers: { endpoint: Endpoint; answer: ScriptedAnswer }[] = [];

  line(endpoint: Endpoint, answer: ScriptedAnswer, times: number): void {
    for (let i = 0; i < times; i++) this.answers.push({ endpoint, answer });
  }

  take(endpoint: Endpoint): ScriptedAnswer | undefined {
    const index = this.answers.findIndex((each) => each.endpoint === endpoint);
    return index < 0 ? undefined : this.answers.splice(index, 1)[0]?.answer;
  }
}

/** Reads a form and puts it back as `rewrite` returns it, for oidc-provider to read anew. */
export async function rewriteForm(
  request: IncomingMessage,
  rewrite: (form: URLSearchParams) => void,
): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const seen = Object.fromEntries(form);
  rewrite(form);
  const body = Buffer.from(form.toString());
  request.headers['content-length'] = String(body.length);
  Object.defineProperty(request, 'readable', { value: true });
  Object.defineProperty(request, 'iterator', { value: () => Readable.from([body]).iterator() });
  return seen;
}

export function answerWith(context: Context, { status, headers = {}, body }: ScriptedAnswer): void {
  context.status = status;
  context.type = typeof body === 'string' ? 'html' : 'json';
  for (const [name, value] of Object.entries(headers)) context.set(name, value);
  context.body = body;
}
