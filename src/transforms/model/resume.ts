import type { StartedRuns } from './startedRuns';
import type { Transforms } from './transforms';
import type { Watcher } from './watcher';

/** Has task runs looked at again that were started here before the window was reloaded. To be called when the list is there. */
export function resume(started: StartedRuns, transforms: Transforms, watcher: Watcher): void {
  if (transforms.state.kind !== 'ready') {
    return;
  }
  const ids = new Set(started.all(transforms.connection().id).map(({ transformId }) => transformId));
  for (const id of ids) {
    const entry = transforms.store.get(id);
    if (entry !== undefined && entry.runs === undefined) {
      watcher.lookAgain(id);
    }
  }
}
