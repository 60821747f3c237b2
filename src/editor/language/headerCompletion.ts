import * as vscode from 'vscode';
import { type ValuePlace } from '../../draft/help/completionPlace.js';
import { type Suggestion } from '../../draft/help/suggestions.js';
import { type LoadMail, type MailHalf } from '../drafts/draftDesk.js';
import { time } from '../drafts/stateWords.js';
import { translate } from '../translate.js';
import { type AddressBook } from './addressBook.js';
import { headerText, isInHeader } from './draftText.js';
import { pathItems } from './pathCompletion.js';

/** Signs behind which a key, a value or a part of one begins. Letters are followed by typedLetters.ts. */
export const triggers = [...'@<"\',;:[{/\\- '];

/** Beyond so many only those are offered that fit what was typed, and it is asked again at each letter. */
const mostOffered = 200;

/** Keys, values, addresses and paths in the header of a draft. */
export class HeaderCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly load: LoadMail,
    private readonly book: AddressBook,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionList | undefined> {
    if (!isInHeader(document, position)) return undefined;
    const text = headerText(document);
    const offset = document.offsetAt(position);
    const { module } = await this.load();
    const place = token.isCancellationRequested ? undefined : module.completionPlace(text, offset);
    if (!place) return undefined;
    const range = {
      inserting: new vscode.Range(document.positionAt(place.start), document.positionAt(place.end)),
      replacing: new vscode.Range(document.positionAt(place.start), document.positionAt(place.wholeEnd)),
    };
    if (place.kind === 'key')
      return new vscode.CompletionList(module.keySuggestions(place).map((each) => itemOf(each, range)));
    if (place.key === 'attachments' || (place.key === 'signature' && place.typed !== '')) {
      const named = module.parseDraft(text).header.attachments.map(({ path }) => path);
      return pathItems(
        document.uri,
        place,
        { range, named, write: module.yamlText, rules: module.ignoreRules },
        token,
      );
    }
    return this.values(module, place, text, range, token);
  }

  private async values(
    module: MailHalf['module'],
    place: ValuePlace,
    text: string,
    range: ItemRange,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionList | undefined> {
    const { header } = module.parseDraft(text);
    const known = usesKnown.has(place.key)
      ? await this.book.known({ token, ...(recipientKeys.has(place.key) ? { of: header } : {}) })
      : { ...module.nothingKnown, whole: true };
    if (token.isCancellationRequested) return undefined;
    const { to, cc, bcc } = header;
    const taken = [...to, ...cc, ...bcc].map(({ address }) => address);
    const all = module.valueSuggestions(place, known, new Date(), taken);
    const fitting = all.length > mostOffered ? all.filter((each) => fits(each, place.typed)) : all;
    const items = fitting.slice(0, mostOffered).map((each) => itemOf(each, range));
    return new vscode.CompletionList(items, !known.whole || all.length > mostOffered);
  }
}

/** Keys after which stands who gets a mail, or an answer to it. */
const recipientKeys: ReadonlySet<string> = new Set(['to', 'cc', 'bcc', 'reply-to']);

/** Keys whose values are told by other drafts, or by who is signed in. */
const usesKnown: ReadonlySet<string> = new Set([
  ...recipientKeys,
  'from',
  'mailbox',
  'account',
  'categories',
]);

/** What takes the place of which stretch of the text. */
export interface ItemRange {
  readonly inserting: vscode.Range;
  readonly replacing: vscode.Range;
}

/** Each word that was typed begins, or stands in, what is offered. */
function fits({ label }: Suggestion, typed: string): boolean {
  const shown = label.toLowerCase();
  return typed
    .toLowerCase()
    .split(/[\s<>"',]+/u)
    .every((word) => shown.includes(word));
}

const kinds: Readonly<Record<Suggestion['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  word: vscode.CompletionItemKind.Value,
  address: vscode.CompletionItemKind.User,
  account: vscode.CompletionItemKind.User,
  time: vscode.CompletionItemKind.Event,
};

function itemOf(suggestion: Suggestion, range: ItemRange): vscode.CompletionItem {
  const { kind, text, snippet, filter, order, what, example, again } = suggestion;
  const item = new vscode.CompletionItem(labelOf(suggestion), kinds[kind]);
  item.insertText = snippet ? new vscode.SnippetString(text) : text;
  item.range = range;
  item.filterText = filter;
  item.sortText = String(order).padStart(6, '0');
  if (suggestion.time) item.detail = suggestion.label;
  else if (suggestion.origin) item.detail = translate(suggestion.origin);
  if (what) {
    item.documentation = new vscode.MarkdownString().appendText(translate(what));
    if (example !== undefined) item.documentation.appendCodeblock(example, 'yaml');
  }
  if (again) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}

/**
 * Letters that a row of the list has room for at VS Code's own width and font size; those of the origin are smaller. In
 * a longer row VS Code cuts the origin first, to a letter that says nothing: there the details alone have it.
 */
const roomInRow = 46;

function labelOf({ label, time: later, origin, person }: Suggestion): string | vscode.CompletionItemLabel {
  if (later) return time(later.at.getTime());
  if (!origin) return label;
  const shown = person ? { label: person.name, detail: ` ${person.address}` } : { label };
  const description = translate(origin);
  const length = person ? person.name.length + 1 + person.address.length : label.length;
  return length + 0.85 * description.length > roomInRow ? shown : { ...shown, description };
}
