import { sentence } from '../failure.js';
import { type AttachmentReference, type Header } from './draft.js';
import { type HeaderNode, type HeaderPair } from './headerNodes.js';
import { type HeaderValues } from './headerValues.js';
import { type Lines } from './lines.js';

/** Graph refuses a sixth with `InvalidInternetMessageHeaderCollection` (msgraph-sdk-dotnet#2208). */
const mostInternetHeaders = 5;

/** Paths, or `{path, name}`. */
export function readAttachments(node: HeaderNode, values: HeaderValues, lines: Lines): AttachmentReference[] {
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item): AttachmentReference[] => {
    const read = attachment(item);
    if (read === 'nothing') return [];
    if (read) {
      values.placePath('attachments', read.path, pathNode(item));
      return [{ ...read, line: lines.lineOf(item.offset) }];
    }
    const message = sentence('An attachment is written as the path of a file, or as {path: …, name: …}.');
    values.report('value-type', 'error', message, item.offset);
    return [];
  });
}

function attachment(node: HeaderNode): { path: string; name?: string } | 'nothing' | undefined {
  if (node.kind === 'list') return undefined;
  if (node.kind === 'scalar') return node.text.trim() === '' ? 'nothing' : soundPath(node.text.trim(), '');
  if (node.pairs.some(({ key }) => key !== 'path' && key !== 'name')) return undefined;
  return soundPath(valueOf(node.pairs, 'path'), valueOf(node.pairs, 'name'));
}

/** What the path of an attachment is written in. */
function pathNode(item: HeaderNode): HeaderNode {
  if (item.kind !== 'map') return item;
  return item.pairs.find(({ key }) => key === 'path')?.value ?? item;
}

/** A line break in a name would end a header field of the mail. */
function soundPath(path: string, name: string): { path: string; name?: string } | undefined {
  if (path === '' || /\p{Cc}/u.test(path + name)) return undefined;
  return name === '' ? { path } : { path, name };
}

function valueOf(pairs: readonly HeaderPair[], key: string): string {
  const found = pairs.find((pair) => pair.key === key)?.value;
  return found?.kind === 'scalar' ? found.text.trim() : '';
}

/** Each name begins with `x-` and is a field name of RFC 5322 §2.2 (Graph page "internetMessageHeader"). */
export function readInternetHeaders(node: HeaderNode, values: HeaderValues): Header['headers'] {
  const wrong = (message: ReturnType<typeof sentence>, { offset }: { offset: number }) => {
    values.report('headers-invalid', 'error', message, offset);
    return [];
  };
  if (node.kind === 'scalar' && node.text === '') return [];
  if (node.kind !== 'map') {
    return wrong(sentence('"headers:" takes lines of its own such as "x-project: Apollo".'), node);
  }
  const sixth = node.pairs[mostInternetHeaders];
  if (sixth) {
    return wrong(sentence('"headers:" takes at most {0} lines. Remove some.', mostInternetHeaders), sixth);
  }
  return node.pairs.flatMap((pair) => {
    const { key: name, value } = pair;
    if (!/^x-[!-9;-~]+$/iu.test(name)) {
      return wrong(
        sentence('The name "{0}" under headers: must begin with x- and hold no spaces or accents.', name),
        pair,
      );
    }
    if (value.kind !== 'scalar' || value.text === '' || /\p{Cc}/u.test(value.text)) {
      return wrong(sentence('"{0}:" takes a single line of text.', name), pair);
    }
    return [{ name, value: value.text }];
  });
}
