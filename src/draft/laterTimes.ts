/** A time that is offered for sending later. */
export interface LaterTime {
  readonly kind: 'hour' | 'tomorrow' | 'monday';
  readonly at: Date;
}

/** When most people begin to read their mail. */
const morning = 8;

/** In an hour, tomorrow morning and next Monday morning, in local time; each moment once, the earliest first. */
export function laterTimes(now: Date): readonly LaterTime[] {
  const hour = new Date(now.getTime() + 3_600_000);
  hour.setSeconds(0, 0);
  const morningIn = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  const times: LaterTime[] = [
    { kind: 'hour', at: hour },
    { kind: 'tomorrow', at: morningIn(1) },
  ];
  return untilMonday === 1 ? times : [...times, { kind: 'monday', at: morningIn(untilMonday) }];
}

/** A moment as `send-at:` takes it: local time with its offset, so that the file means the same elsewhere (ISO 8601-1). */
export function sendAtText(at: Date): string {
  const two = (number: number) => String(Math.trunc(Math.abs(number))).padStart(2, '0');
  const minutes = -at.getTimezoneOffset();
  const offset = `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return `${dayText(at)}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}${offset}`;
}

/** A moment as a person types it: `2026-11-23 08:00`, local time. */
export function typedTime(at: Date): string {
  return `${dayText(at)} ${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** Reads {@link typedTime}. Absent: it is no such time, or no such day. */
export function readTypedTime(text: string): Date | undefined {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})$/u.exec(text.trim());
  if (!parts) return undefined;
  const [year, month, day, hours, minutes] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(year, month - 1, day, hours, minutes);
  const same = at.getMonth() === month - 1 && at.getDate() === day && hours < 24 && minutes < 60;
  return same ? at : undefined;
}

function dayText(at: Date): string {
  const year = String(at.getFullYear()).padStart(4, '0');
  return `${year}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}
