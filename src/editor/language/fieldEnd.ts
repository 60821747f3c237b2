/** Keys whose value is most often written on the lines below. */
const listed = /^(?:attachments|headers):\s*$/u;

/**
 * Whether a line of a header is done where the cursor stands, so that Enter in a field of a draft means the next field:
 * a new line there would be an empty one in the middle of the header. `column`: UTF-16. A value that goes on, behind a
 * comma or in brackets that are open, may want a line of its own.
 */
export function endsField(line: string, column: number): boolean {
  if (line.slice(column).trim() !== '' || listed.test(line)) return false;
  const value = /^[A-Za-z][\w-]*:(?:\s+(.*))?$/u.exec(line.trimEnd());
  if (!value) return false;
  const text = (value[1] ?? '').trim();
  const opened = text.split(/[[{]/u).length > text.split(/[\]}]/u).length;
  return !opened && !/[,;|>](?<!<[^\s<>]*>)$/u.test(text);
}
