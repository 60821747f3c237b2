/** Where rooms without `vscode` write what happened: ids, codes, times and sizes; never an address, subject, text or token. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
