import { asExchangeKeepsHtml, withCrlf } from './exchangeHtml.js';
import { type ExtendedProperty, type Recipient, type StoredBody } from './message.js';
import { ProtocolError } from './protocolError.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export const unreadable = (text: string): ProtocolError => new ProtocolError(400, 'RequestBodyRead', text);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with no other names than `allowed`; `@odata.type` is always allowed. */
export function readObject(value: unknown, type: string, allowed: readonly string[]): JsonObject {
  if (!isObject(value)) throw unreadable(`An object of type '${type}' was expected.`);
  for (const name of Object.keys(value)) {
    if (name === '@odata.type' || allowed.includes(name)) continue;
    throw unreadable(
      `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
    );
  }
  return value;
}

export function readString(value: unknown, name: string): string {
  if (typeof value !== 'string')
    throw unreadable(`Cannot convert the value of '${name}' to the type 'Edm.String'.`);
  return value;
}

export function readBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean')
    throw unreadable(`Cannot convert the value of '${name}' to the type 'Edm.Boolean'.`);
  return value;
}

export function readArray<T>(value: unknown, name: string, item: (value: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) throw unreadable(`The value of '${name}' should be an array.`);
  return value.map((each: unknown) => item(each));
}

/** Enum values come in any case and go out in lower camel case. */
export function readEnum<T extends string>(value: unknown, name: string, allowed: readonly T[]): T {
  const text = readString(value, name).toLowerCase();
  const found = allowed.find((each) => each.toLowerCase() === text);
  if (!found) throw unreadable(`Requested value was not found in the enumeration of '${name}'.`);
  return found;
}

export function readBody(value: unknown): StoredBody {
  const body = readObject(value, 'microsoft.graph.itemBody', ['contentType', 'content']);
  const contentType = readEnum(body.contentType ?? 'text', 'contentType', ['html', 'text'] as const);
  const original = readString(body.content ?? '', 'content');
  const content = contentType === 'html' ? asExchangeKeepsHtml(original) : withCrlf(original);
  return { contentType, content, original };
}

/** Addresses are not judged here: Exchange does so at send (Graph page "message: send"). */
export function readRecipient(value: unknown): Recipient {
  const recipient = readObject(value, 'microsoft.graph.recipient', ['emailAddress']);
  const email = readObject(recipient.emailAddress, 'microsoft.graph.emailAddress', ['name', 'address']);
  const address = readString(email.address, 'address');
  const name = email.name === undefined || email.name === null ? address : readString(email.name, 'name');
  return { emailAddress: { name, address } };
}

export function readRecipients(value: unknown, name: string): readonly Recipient[] {
  return readArray(value, name, readRecipient);
}

/** Rules of the Graph page "message resource type": up to five, each name begins with `x-`. */
export function readInternetMessageHeaders(value: unknown): readonly { name: string; value: string }[] {
  const headers = readArray(value, 'internetMessageHeaders', (each) => {
    const header = readObject(each, 'microsoft.graph.internetMessageHeader', ['name', 'value']);
    return { name: readString(header.name, 'name'), value: readString(header.value, 'value') };
  });
  if (headers.length === 0 || headers.length > 5) {
    throw new ProtocolError(
      400,
      'InvalidInternetMessageHeaderCollection',
      'The internet message header collection must hold between 1 and 5 headers.',
    );
  }
  for (const { name, value: text } of headers) {
    if (/^x-[!-9;-~]+$/i.test(name) && !/[\r\n]/.test(text)) continue;
    throw new ProtocolError(
      400,
      'InvalidInternetMessageHeader',
      `The internet message header name '${name}' should start with 'x-' or 'X-'.`,
    );
  }
  return headers;
}

const types =
  'String|Integer|SystemTime|Boolean|Binary|Double|Long|Short|Float|CLSID|Currency|ApplicationTime|Object';
const guid = '\\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\}';
const propertyId = new RegExp(
  `^(${types}) (?:0x[0-9A-Fa-f]{1,4}|${guid} (?:Name \\S.*|Id 0x[0-9A-Fa-f]{1,4}))$`,
);

/** Grammar of the Graph page "extended properties overview"; values are always strings. */
export function readExtendedProperties(value: unknown): readonly ExtendedProperty[] {
  return readArray(value, 'singleValueExtendedProperties', (each) => {
    const type = 'microsoft.graph.singleValueLegacyExtendedProperty';
    const property = readObject(each, type, ['id', 'value']);
    const id = readString(property.id, 'id');
    if (!propertyId.test(id)) {
      throw new ProtocolError(400, 'ErrorInvalidArgument', 'The extended property id is not valid.');
    }
    return { id, value: readString(property.value, 'value') };
  });
}

/** GUIDs are compared without case, names with it. */
export function canonicalPropertyId(id: string): string {
  return id
    .replace(new RegExp(guid), (each) => each.toLowerCase())
    .replace(/0x[0-9A-Fa-f]+$/, (n) => n.toLowerCase());
}

/** Named properties take from the quota of the mailbox, tagged ones (`String 0x37`) do not. */
export function isNamedProperty(id: string): boolean {
  return id.includes('{');
}

/** `followupFlag`: a due date needs a start date (Graph page "followupFlag resource type"). */
export function readFlag(value: unknown): JsonObject {
  const dates = ['startDateTime', 'dueDateTime', 'completedDateTime'] as const;
  const flag = readObject(value, 'microsoft.graph.followupFlag', ['flagStatus', ...dates]);
  const status = readEnum(flag.flagStatus ?? 'flagged', 'flagStatus', [
    'notFlagged',
    'complete',
    'flagged',
  ] as const);
  const read: Record<string, unknown> = { flagStatus: status };
  for (const name of dates) {
    if (flag[name] === undefined || flag[name] === null) continue;
    const date = readObject(flag[name], 'microsoft.graph.dateTimeTimeZone', ['dateTime', 'timeZone']);
    read[name] = {
      dateTime: readString(date.dateTime, 'dateTime'),
      timeZone: readString(date.timeZone, 'timeZone'),
    };
  }
  if (read.dueDateTime && !read.startDateTime) {
    throw new ProtocolError(400, 'ErrorInvalidArgument', 'A due date of a flag needs a start date.');
  }
  return read;
}
