/** Somebody the owner of the mailbox writes with, or a group. Not everybody has an address. */
export interface Acquaintance {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly group?: true;
}

/** Somebody in the address book. */
export interface BookEntry {
  readonly name: string;
  readonly company?: string;
  readonly addresses: readonly string[];
}

/** The likeliest first. The three who wrote the seeded messages are among them. */
export const acquaintances: readonly Acquaintance[] = [
  { name: 'Nora Lindqvist', addresses: ['nora@lindqvist.example'] },
  { name: 'Samir Haddad', addresses: ['samir.haddad@example.com'] },
  { name: 'Garden Group', addresses: ['garden@example.com'], group: true },
  { name: 'Mei-Ling Okafor', addresses: ['mei-ling.okafor@example.com'] },
  { name: 'Front Desk', addresses: [] },
];

export const bookEntries: readonly BookEntry[] = [
  { name: 'Haddad, Samir', addresses: ['Samir.Haddad@example.com', 'samir@haddad.example'] },
  { name: 'Hanna Weiß', company: 'Weiß Gartenbau', addresses: ['hanna@weiss-garten.example'] },
  { name: 'Nora Lindqvist', addresses: ['nora@lindqvist.example'] },
  { name: 'Riverside Library', addresses: ['desk@riverside-library.example'] },
  { name: 'Teodor Bălan', addresses: ['teodor.balan@example.org'] },
];
