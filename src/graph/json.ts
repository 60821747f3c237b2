/** A JSON value that is not what it was documented to be. Its message names the property, never its content. */
export class JsonMismatch extends Error {
  override readonly name = 'JsonMismatch';

  constructor(readonly property: string) {
    super(`unexpected ${property}`);
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** `value`, or the UTF-8 JSON text in it, where it is a JSON object; else nothing. */
export function jsonObject(value: unknown): JsonObject | undefined {
  const json = value instanceof Uint8Array ? jsonOf(value) : value;
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : undefined;
}

/** RFC 8259 §8.1: UTF-8; a byte order mark is ignored. Absent: no JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

export function objectOf(value: unknown, property: string): JsonObject {
  const object = jsonObject(value);
  if (object === undefined) throw new JsonMismatch(property);
  return object;
}

/** A text that must be there and not be empty. */
export function textIn(object: JsonObject, property: string): string {
  const value = object[property];
  if (typeof value !== 'string' || value === '') throw new JsonMismatch(property);
  return value;
}

/** Graph writes `null` for what is not set. */
export function optionalTextIn(object: JsonObject, property: string): string | undefined {
  const value = object[property] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw new JsonMismatch(property);
  return value;
}

export function booleanIn(object: JsonObject, property: string): boolean {
  const value = object[property];
  if (typeof value !== 'boolean') throw new JsonMismatch(property);
  return value;
}

export function naturalNumberIn(object: JsonObject, property: string): number {
  const value = object[property];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new JsonMismatch(property);
  return value;
}

export function listIn(object: JsonObject, property: string): readonly unknown[] {
  const value = object[property];
  if (!Array.isArray(value)) throw new JsonMismatch(property);
  return value as readonly unknown[];
}
