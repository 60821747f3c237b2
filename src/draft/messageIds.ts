import { sentence } from '../failure.js';
import { type HeaderNode } from './headerNodes.js';
import { type HeaderValues } from './headerValues.js';

/** RFC 5322 §3.6.4, as wide as mail programs write it; with its brackets a line of 998 characters has room for it. */
const messageId = /^<[!-;=?A-~]+@[!-;=?A-~]+>$/;
const longest = 900;

/**
 * The thread that a mail joins, as Message-IDs in angle brackets, the message answered last: one of them, or several as
 * in a field `References`, or a list. Absent: none.
 */
export function readThread(node: HeaderNode, values: HeaderValues): readonly string[] | undefined {
  const nodes = node.kind === 'list' ? node.items : [node];
  const ids = nodes.flatMap((each) => {
    const text = values.text('in-reply-to', each) ?? '';
    return (text.match(/<[^<>]*>|[^\s<>,]+/g) ?? []).flatMap((written) => {
      const id = written.startsWith('<') ? written : `<${written}>`;
      if (messageId.test(id) && id.length <= longest) return [id];
      const message = sentence(
        '"{0}" is not a Message-ID. It looks like <abc@example.com> and stands in the source of the message that you answer.',
        [...written].slice(0, 60).join(''),
      );
      values.report('in-reply-to-invalid', 'error', message, each.offset);
      return [];
    });
  });
  return ids.length === 0 ? undefined : ids;
}
