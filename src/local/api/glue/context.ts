import type { ObjectStore } from '../../objects/objectStore';
import type { TransformRecord } from '../../state/records';
import type { State } from '../../state/state';
import type { Limits } from '../../tasks/limits';
import type { TaskRuns } from '../../tasks/taskRuns';
import { entityNotFound, transformNotFound } from './errors';
import type { CatalogRequest } from './requests';

/** What the operations work on. */
export interface GlueContext {
  readonly state: State;
  readonly objects: ObjectStore;
  readonly tasks: TaskRuns;
  readonly limits: Limits;
  readonly account: string;
  readonly region: string;
}

/** The transform of that id in any state. Throws EntityNotFoundException. */
export function getTransform({ state, account }: GlueContext, id: string): TransformRecord {
  const transform = state.transform(id);
  if (!transform) {
    throw transformNotFound(account, id);
  }
  return transform;
}

/** The transform of that id, unless it is being deleted: to all that changes it or starts work on it, it is gone. */
export function getUsableTransform(context: GlueContext, id: string): TransformRecord {
  const transform = getTransform(context, id);
  if (transform.deleting) {
    throw transformNotFound(context.account, id);
  }
  return transform;
}

/** Throws EntityNotFoundException for a catalog of another account: there is only this one. */
export function checkCatalog({ account }: GlueContext, { CatalogId }: CatalogRequest): void {
  if (CatalogId !== undefined && CatalogId !== account) {
    throw entityNotFound(`Catalog ${CatalogId} not found. Local Glue has the catalog of account ${account} only.`);
  }
}

/** Epoch milliseconds to the epoch seconds of the JSON protocol. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
