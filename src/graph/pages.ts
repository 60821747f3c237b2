import { type GraphAnswer, type GraphClient, type GraphRequest } from './client.js';
import { sameOrigin } from './clouds.js';
import { JsonMismatch, listIn, objectOf, optionalTextIn } from './json.js';

/** Makes a request to this URL, with patience. */
export type Carrier = (request: GraphRequest, url: string, signal?: AbortSignal) => Promise<GraphAnswer>;

export interface PageParts {
  readonly carry: Carrier;
  /** Of the first page. */
  readonly urlOf: (request: GraphRequest) => string;
  /** Of the mailbox server: the URLs of all pages are there. */
  readonly root: string;
}

/** More pages than any list that is asked for can have: a server that never ends its list is stopped. */
const mostPages = 40;

/** Collections, page after page (Graph page "Paging"). */
export function createPages({ carry, urlOf, root }: PageParts): Pick<GraphClient, 'items' | 'page'> {
  return {
    items: async <T>(
      request: GraphRequest,
      parse: (json: unknown) => T,
      signal?: AbortSignal,
      enough = Infinity,
    ) => {
      const found: T[] = [];
      const seen = new Set<string>();
      let next: string | undefined = urlOf(request);
      while (next !== undefined && found.length < enough) {
        seen.add(next);
        const answer: GraphAnswer = await carry(request, next, signal);
        const page = answer.read((json) => pageOf(json, parse, root, seen));
        found.push(...page.items);
        next = page.next;
      }
      return found;
    },
    page: async (request, parse, from, signal) => {
      const url = from ?? urlOf(request);
      const answer = await carry(request, url, signal);
      const { items, next } = answer.read((json) => pageOf(json, parse, root, new Set([url])));
      return next === undefined ? { items } : { items, next };
    },
  };
}

/** `@odata.nextLink` is opaque and followed as it is, but never away from the mailbox server. */
function pageOf<T>(
  json: unknown,
  parse: (json: unknown) => T,
  root: string,
  seen: ReadonlySet<string>,
): { items: T[]; next: string | undefined } {
  const page = objectOf(json, 'collection');
  const next = optionalTextIn(page, '@odata.nextLink');
  if (next !== undefined && (!sameOrigin(root, next) || seen.has(next) || seen.size >= mostPages))
    throw new JsonMismatch('@odata.nextLink');
  return { items: listIn(page, 'value').map((item) => parse(item)), next };
}
