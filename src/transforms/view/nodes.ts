import type { ListedObject } from '../../connection/services';
import type { LocalTable } from './localTables';

/** What stands in the tree. Nodes hold ids; what they show is looked up in the store, so they never go stale. */
export type Node =
  | TransformNode
  | TaskRunNode
  | LabelingFileNode
  | LoadMoreNode
  | TablesNode
  | TableNode
  | NoteNode
  | ErrorNode;

export interface TransformNode {
  readonly kind: 'transform';
  readonly transformId: string;
}

export interface TaskRunNode {
  readonly kind: 'taskRun';
  readonly transformId: string;
  readonly runId: string;
}

/** A labeling file that a generation run wrote. */
export interface LabelingFileNode {
  readonly kind: 'labelingFile';
  readonly transformId: string;
  readonly runId: string;
  readonly bucket: string;
  readonly object: ListedObject;
}

export interface LoadMoreNode {
  readonly kind: 'loadMore';
  readonly transformId: string;
}

/** The tables of Local Glue. */
export interface TablesNode {
  readonly kind: 'tables';
}

export interface TableNode {
  readonly kind: 'table';
  readonly table: LocalTable;
}

/** A line that is neither an error nor an object, e.g. "No task runs yet". */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  readonly icon?: string;
}

/** An error where its object would stand. `retry` is the node whose children are to be asked for again. */
export interface ErrorNode {
  readonly kind: 'error';
  readonly id: string;
  readonly error: unknown;
  readonly retry: Node | undefined;
}
