import { parentPort } from 'node:worker_threads';
import { type PartsOrder, takeParts } from './parts';

/** A thread of the matcher: takes parts of the works that it is told of. */
parentPort?.on('message', (order: PartsOrder) => {
  takeParts(order, () => undefined);
  parentPort?.postMessage('done');
});
