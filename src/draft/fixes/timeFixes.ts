import { sentence } from '../../failure.js';
import { laterTimes, sendAtText } from '../laterTimes.js';
import { type Fix, type FixFor } from './fix.js';
import { removal, settingKey } from './headerLines.js';

/** A time that is past: tomorrow morning, on Monday, or at once. */
export const laterTime: FixFor = ({ text }, { now }) => {
  const times = laterTimes(now).flatMap(({ kind, at }): Fix[] => {
    const change = settingKey(text, 'send-at', sendAtText(at));
    if (!change) return [];
    switch (kind) {
      case 'tomorrow':
        return [{ title: sentence('Send it tomorrow at 8:00'), changes: [change], preferred: true }];
      case 'monday':
        return [{ title: sentence('Send it on Monday at 8:00'), changes: [change] }];
      case 'hour':
        return [{ title: sentence('Send it in an hour'), changes: [change] }];
    }
  });
  return [...times, ...removal(text, 'send-at')];
};
