/**
 * The moment that `send-at:` names, as milliseconds since 1970. Without an offset it is local time on this computer
 * (ISO 8601-1 §5.3.1). `text`: as the header's reader let it through. Whole seconds, as Exchange keeps them.
 */
export function sendTimeOf(text: string): number {
  const [date = '', time = ''] = text.toUpperCase().split(/[T ]/u);
  const exact = time.replace(/([+-]\d{2})(\d{2})$/u, '$1:$2');
  return Math.floor(Date.parse(`${date}T${exact}`) / 1000) * 1000;
}
