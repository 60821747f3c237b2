const schemeOf = (url: string): string | undefined => /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase();

const followed = new Set(['http', 'https', 'mailto', 'tel']);

/** True for a target that a mail may link to. All else is shown as text. */
export function isLinkTarget(url: string): boolean {
  const scheme = schemeOf(url);
  return scheme !== undefined && followed.has(scheme);
}

/** True for a path or `#anchor`, which mean nothing to whoever receives the mail. A drive letter is a path. */
export function isRelative(url: string): boolean {
  return schemeOf(url) === undefined;
}

export function isRemoteImage(url: string): boolean {
  return /^https?:/i.test(url);
}

export function isDataImage(url: string): boolean {
  return /^data:image\//i.test(url);
}

/**
 * What the parser takes for a link or image at all; `[x](javascript:…)` and its like stay the text that was typed.
 * The parser percent-encodes control characters first, so a scheme cannot hide behind them.
 */
export function isParsedAsLink(url: string): boolean {
  const target = url.trim();
  return isLinkTarget(target) || isRelative(target) || isDataImage(target);
}
