import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * VS Code writes its logs through the native module spdlog, which is not built here; without it there are no log files,
 * and a search for leaks in them would find nothing for the wrong reason. This stands in for it, as far as VS Code asks.
 */
const source = `// Stands in for the native module: writes each line to the file at once.
const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
class Logger {
  constructor(_type, _name, filename) {
    this.filename = filename;
    this.level = 2;
    this.plain = false;
    fs.mkdirSync(path.dirname(filename), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const head = this.plain ? '' : new Date().toISOString() + ' [' + names[level] + '] ';
    fs.appendFileSync(this.filename, head + message + (this.plain ? '' : '\\n'));
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (...args) => new Logger('rotating', ...args);
exports.createAsyncRotatingLogger = async (...args) => new Logger('rotating_async', ...args);
`;

/** Puts the module in its place; several launchers may do so at once. */
export function supplyLogModule(vsCodeFolder: string): void {
  const file = join(vsCodeFolder, 'node_modules', '@vscode', 'spdlog', 'index.js');
  if (readFileSync(file, 'utf8') === source) return;
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, source);
  renameSync(unfinished, file);
}
