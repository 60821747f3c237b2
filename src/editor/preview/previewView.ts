/** What of the mail is shown: the mail as a reader sees it, or one of its two texts. */
export type PreviewTab = 'html' | 'text' | 'source';

/** How the mail is shown. The choice belongs to the panel and outlives redraw, hiding and reload. */
export interface PreviewView {
  readonly tab: PreviewTab;
  /** As Outlook shows it in dark mode, approximately. */
  readonly dark: boolean;
  /** As wide as a phone. */
  readonly phone: boolean;
  /** As classic Outlook for Windows shows it, approximately. */
  readonly outlook: boolean;
}

export const plainView: PreviewView = { tab: 'html', dark: false, phone: false, outlook: false };

/** What the page says it shows; what is missing or wrong in it is as in {@link plainView}. */
export function viewOf(value: unknown): PreviewView {
  if (typeof value !== 'object' || value === null) return plainView;
  const given = value as Readonly<Record<string, unknown>>;
  return {
    tab: given['tab'] === 'text' || given['tab'] === 'source' ? given['tab'] : 'html',
    dark: given['dark'] === true,
    phone: given['phone'] === true,
    outlook: given['outlook'] === true,
  };
}
