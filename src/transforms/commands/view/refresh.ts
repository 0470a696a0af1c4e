import { transformIdOf } from '../ask/pickTransform';
import type { CommandContext } from '../command';

/** Refresh: asks for everything that is shown again; after a failure with credentials read anew. */
export async function refresh({ connections, transforms, tree }: CommandContext): Promise<void> {
  tree.forgetFiles();
  if (transforms.state.kind !== 'ready') {
    connections.renew();
    return;
  }
  // Transforms that are open in the view ask again for their task runs, the others when they are opened.
  transforms.store.forgetRuns();
  await transforms.list();
}

/** Retry on an error in the tree: asks again for what failed. */
export async function retry(context: CommandContext, node: unknown): Promise<void> {
  const again: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'retry') : undefined;
  const id = transformIdOf(again);
  if (id === undefined) {
    context.connections.renew();
    return;
  }
  context.tree.forgetFiles();
  context.connections.forgetCredentials();
  context.tree.clearError(id);
  await context.transforms.lookAtRuns(id).catch((error) => context.tree.setError(id, error));
  context.tree.refresh(context.tree.transformNode(id));
}

/** Load more…: the next older page of task runs. */
export async function loadMore({ transforms, tree }: CommandContext, node: unknown): Promise<void> {
  const id = transformIdOf(node);
  if (id !== undefined) {
    await transforms.loadOlderRuns(id).catch((error) => tree.setError(id, error));
  }
}
