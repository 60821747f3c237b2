import assert from 'node:assert/strict';

/** A part of a MIME file, taken apart by nothing but the RFCs' own words: latin1 strings stand for bytes. */
export interface MimePart {
  /** Unfolded, in the order of the file. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly parts: readonly MimePart[];
}

export function mimePart(raw: string): MimePart {
  const end = raw.indexOf('\r\n\r\n');
  assert.ok(end > 0, 'a part has a head');
  const body = raw.slice(end + 4);
  // RFC 5322 §2.2.3: unfolding takes away the line break alone.
  const fields = raw
    .slice(0, end)
    .replaceAll(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line) => {
      const [, name, value] = /^([!-9;-~]+): ?(.*)$/s.exec(line) ?? assert.fail(`no field: ${line}`);
      return [name ?? '', value ?? ''] as const;
    });
  const boundary = /^multipart\/.*; boundary="([^"]+)"/.exec(valueOf({ fields }, 'Content-Type'))?.[1];
  if (boundary === undefined) return { fields, body, parts: [] };
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
  assert.match(pieces.at(-1) ?? '', /^--(?:\r\n)*$/, 'the last boundary closes');
  return { fields, body, parts: pieces.slice(1, -1).map((piece) => mimePart(piece.replace(/^\r\n/, ''))) };
}

export function valueOf({ fields }: Pick<MimePart, 'fields'>, name: string): string {
  const found = fields.filter(([field]) => field.toLowerCase() === name.toLowerCase());
  assert.ok(found.length <= 1, `${name} stands once`);
  return found[0]?.[1] ?? '';
}

/** `multipart/mixed(multipart/alternative(text/plain text/html) application/pdf)` */
export function shapeOf(part: MimePart): string {
  const type = valueOf(part, 'Content-Type').split(';')[0] ?? '';
  return part.parts.length === 0 ? type : `${type}(${part.parts.map(shapeOf).join(' ')})`;
}

/** The leaves in their order. */
export function leaves(part: MimePart): readonly MimePart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leaves);
}

export function contentOf(part: MimePart): Buffer {
  const encoding = valueOf(part, 'Content-Transfer-Encoding');
  if (encoding === 'base64') return Buffer.from(part.body, 'base64');
  assert.equal(encoding, 'quoted-printable');
  const bytes = part.body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** A text part as a program shows it that knows RFC 3676: quotes, stuffing and soft ends undone. */
export function unflowed(text: string): string[] {
  const lines: string[] = [];
  let open: string | undefined;
  for (const line of text.replace(/\r\n$/, '').split('\r\n')) {
    const [, quotes = '', rest = ''] = /^(>*)(.*)$/s.exec(line) ?? [];
    const content = rest.startsWith(' ') ? rest.slice(1) : rest;
    const goesOn = open === quotes;
    if (goesOn) lines[lines.length - 1] += content;
    else lines.push(quotes === '' || content === '' ? quotes + content : `${quotes} ${content}`);
    open = content.endsWith(' ') && content !== '-- ' ? quotes : undefined;
  }
  return lines;
}
