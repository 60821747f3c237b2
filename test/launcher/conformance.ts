// `npm run conformance:generate`: writes the table of what mail programs show from the installed data of caniemail.
import { writeFileSync } from 'node:fs';
import { readCaniemail, tableFile } from '../conformance/caniemail.js';
import { supportTable } from '../conformance/generate.js';

writeFileSync(tableFile, supportTable(readCaniemail()));
console.log(`${tableFile} is written.`);
