/** Drawn on a grid of 16 by 16 in the colour of the text. They only accompany words. */
const paths = {
  file: 'M4 1.5h5L12.5 5v9.5h-8.5zM9 1.5V5h3.5',
  text: 'M4 1.5h5L12.5 5v9.5h-8.5zM9 1.5V5h3.5M6 8h4.5M6 10.5h4.5',
  picture: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3 2-2L14 11.5M10.5 6h.01',
  archive: 'M2 2.5h12v3H2zM3 5.5v8h10v-8M6.5 8.5h3',
  sheet: 'M2 2.5h12v11H2zM2 6.2h12M2 9.8h12M6.5 2.5v11',
  high: 'M8 2v7.5M8 12.5v1',
  low: 'M8 2.5v11M4 9.5l4 4 4-4',
  dark: 'M8 2a6 6 0 1 0 6 6A4.7 4.7 0 0 1 8 2z',
  phone: 'M4.5 1.5h7v13h-7zM7 12.5h2',
  outlook: 'M1.5 4h13v8.5h-13zM1.5 4.5 8 9l6.5-4.5',
  print: 'M4 6V2h8v4M4 11.5H2V6h12v5.5h-2M4 9.5h8v4.5H4z',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): string {
  return (
    '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">' +
    `<path d="${paths[name]}"/></svg>`
  );
}

/** The icon of a file by its media type. */
export function fileIcon(contentType: string): IconName {
  if (contentType.startsWith('image/')) return 'picture';
  if (/zip|compressed|x-tar|gzip/.test(contentType)) return 'archive';
  if (/spreadsheet|excel|csv/.test(contentType)) return 'sheet';
  return /^text\/|pdf|word|json|xml/.test(contentType) ? 'text' : 'file';
}
