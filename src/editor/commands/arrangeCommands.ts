import { type Arrangement } from '../drafts/arrangement.js';
import { type ListArrangement } from '../drafts/listArrangement.js';
import { type Command, type CommandId } from './command.js';

/**
 * Grouping and sorting the list. VS Code gives no check mark to an extension's menu, so that each way has two commands
 * there: one to choose it, and one with the mark, which shows where it is chosen.
 */
export function arrangeCommands(arrangement: Pick<ListArrangement, 'set'>): readonly Command[] {
  return ways.flatMap(([ids, change]) => ids.map((id) => ({ id, run: () => arrangement.set(change) })));
}

const ways: readonly (readonly [ids: readonly CommandId[], change: Partial<Arrangement>])[] = [
  [['groupByState', 'groupedByState'], { grouping: 'state' }],
  [['groupByFolder', 'groupedByFolder'], { grouping: 'folder' }],
  [['groupByNothing', 'groupedByNothing'], { grouping: 'none' }],
  [['sortByTime', 'sortedByTime'], { sorting: 'time' }],
  [['sortBySubject', 'sortedBySubject'], { sorting: 'subject' }],
];
