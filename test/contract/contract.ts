import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isUpload, type RecordedExchange } from './recorder.js';
import { uploadRequestFindings } from './uploadRequest.js';

/** OpenAPI 3.1, as far as it is read here. */
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: object & { readonly $ref?: string } }>>;

/** What an exchange breaks, in a line each; empty: nothing. */
export type Findings = readonly string[];

const messageSchema = '#/components/schemas/microsoft.graph.message';
const messageListSchema = '#/components/schemas/microsoft.graph.messageCollectionResponse';

/** Checks exchanges against an OpenAPI description of Microsoft Graph. */
export class Contract {
  private readonly api: OpenApi;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly templates: readonly {
    readonly pattern: RegExp;
    readonly path: string;
    readonly names: number;
  }[];

  constructor(file: string) {
    this.api = JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
    this.ajv.addSchema({ $id: 'graph', components: this.api.components });
    this.templates = Object.keys(this.api.paths)
      .map((path) => ({ path, pattern: patternOf(path), names: path.split('{').length }))
      // `/me/messages/$count` is not the message `$count`.
      .sort((one, other) => one.names - other.names);
  }

  /**
   * Requests of our client must be right; tests also send wrong ones by hand, to see what the server does. Answers must be
   * right always.
   */
  check(exchange: RecordedExchange): Findings {
    if (isUpload(exchange.target)) return this.checkUpload(exchange);
    const refused = exchange.status >= 400;
    const ours = 'client-request-id' in exchange.requestHeaders;
    const operation = this.operationOf(exchange);
    if (!operation) {
      return refused && !ours ? this.checkError(exchange) : ['the description has no such operation'];
    }
    const request = ours ? this.checkRequest(exchange, operation) : [];
    return [...request, ...this.checkAnswer(exchange, operation)];
  }

  private operationOf({ method, target }: RecordedExchange): Operation | undefined {
    const pathname = normal(target);
    const path = this.templates.find(({ pattern }) => pattern.test(pathname))?.path;
    return path === undefined ? undefined : this.api.paths[path]?.[method.toLowerCase()];
  }

  private checkRequest(exchange: RecordedExchange, { requestBody }: Operation): Findings {
    const { requestHeaders, requestBody: body, cut } = exchange;
    const found: string[] = [];
    if (!/^Bearer \S/.test(requestHeaders['authorization'] ?? '')) found.push('request: no bearer token');
    if (exchange.method === 'POST' && !('content-length' in requestHeaders)) found.push('request: no length');
    if (cut || body === '') {
      if (body === '' && !cut && requestBody?.required) found.push('request: the body is missing');
      return found;
    }
    const type = mediaType(requestHeaders['content-type']);
    const schema = requestBody?.content[type]?.schema;
    if (!schema) return [...found, `request: a body of ${type === '' ? 'no type' : type}`];
    const text = Buffer.from(body, 'base64').toString('utf8');
    return [...found, ...this.validate('request', schema, type === 'text/plain' ? text : parsed(text))];
  }

  private checkAnswer(exchange: RecordedExchange, { responses }: Operation): Findings {
    const { status, cut } = exchange;
    if (cut) return [];
    if (status >= 400) return this.checkError(exchange);
    const response = responses[String(status)];
    if (!response) return [`answer: status ${status} is not described`];
    const type = mediaType(exchange.responseHeaders['content-type']);
    const text = Buffer.from(exchange.responseBody, 'base64').toString('utf8');
    if (!response.content) return text === '' ? [] : [`answer: ${status} with a body`];
    // Raw content has a type of its own.
    if ('application/octet-stream' in response.content) return [];
    const schema = response.content[type]?.schema;
    if (!schema) return [`answer: a body of ${type === '' ? 'no type' : type}`];
    if (type !== 'application/json') return [];
    const json = parsed(text);
    const all = [...this.validate('answer', schema, json), ...this.strictly(schema, json)];
    return all.filter((finding) => !isUnselected(finding, exchange.target));
  }

  private strictly(schema: { readonly $ref?: string }, json: unknown): Findings {
    const strict = { $ref: '#/components/schemas/strict.message' };
    if (schema.$ref === messageSchema) return this.validate('answer', strict, json);
    if (schema.$ref !== messageListSchema) return [];
    const { value } = json as { value?: unknown };
    return Array.isArray(value)
      ? value.flatMap((each) => this.validate('answer', strict, each))
      : ['answer: no value'];
  }

  /** Gateways answer with pages or with nothing; the service itself with an ODataError. */
  private checkError({ status, responseHeaders, responseBody }: RecordedExchange): Findings {
    const text = Buffer.from(responseBody, 'base64').toString('utf8');
    const type = mediaType(responseHeaders['content-type']);
    const gateway = status === 411 || status === 413 || status >= 500;
    if (gateway && (text === '' || type === 'text/html')) return [];
    if (type !== 'application/json') return [`answer: ${status} of ${type === '' ? 'no type' : type}`];
    const schema = { $ref: '#/components/schemas/microsoft.graph.ODataErrors.ODataError' };
    return this.validate('answer', schema, parsed(text));
  }

  /** Graph page "attachment: createUploadSession": no token, one range after the other. */
  private checkUpload(exchange: RecordedExchange): Findings {
    const { status, cut } = exchange;
    const found = uploadRequestFindings(exchange);
    if (cut) return found;
    if (status >= 400) return [...found, ...this.checkError(exchange)];
    if (status === 201 && !/\/Attachments\('[^']+'\)$/.test(exchange.responseHeaders['location'] ?? ''))
      return [...found, 'answer: no place of the attachment'];
    if (status === 204 || status === 201) {
      return exchange.responseBody === '' ? found : [...found, `answer: ${status} with a body`];
    }
    const schema = { $ref: '#/components/schemas/response.uploadChunk' };
    const text = Buffer.from(exchange.responseBody, 'base64').toString('utf8');
    return [...found, ...this.validate('answer', schema, parsed(text))];
  }

  private validate(side: 'request' | 'answer', schema: object, value: unknown): Findings {
    const key = JSON.stringify(schema);
    const check = this.checks.get(key) ?? this.ajv.compile(absolute(schema) as object);
    this.checks.set(key, check);
    if (check(value)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${side}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** References point into the one document that was added as `graph`. */
function absolute(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"graph#/components'));
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(\{[^}]+\})/).map((part) => (part.startsWith('{') ? '[^/]+' : quoted(part)));
  return new RegExp(`^${parts.join('')}$`, 'i');
}

function quoted(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

/** The path below the version, with `/messages('id')` as `/messages/id`. */
function normal(target: string): string {
  const path = (target.split('?')[0] ?? '').replace(/^\/(?:v1\.0|beta)/, '');
  return path.replace(/\((?:'|%27)((?:[^'%]|%(?!27))*)(?:'|%27)\)/g, '/$1');
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** With `$select` an answer has what was asked for, whatever the type requires (OData 4.01, part 2, §5.1.4). */
function isUnselected(finding: string, target: string): boolean {
  const selected = new URL(target, 'http://localhost').searchParams.get('$select')?.split(',');
  const missing = /"missingProperty":"(\w+)"/.exec(finding)?.[1];
  return selected !== undefined && missing !== undefined && !selected.includes(missing);
}
