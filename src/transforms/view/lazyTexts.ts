import type { Explanation } from '../../connection/errors/explain';
import type { Connection } from '../../connection/services';
import type { Markdown } from '../../shared/markdown';
import type { TransformEntry } from '../model/store';

/** How many rows of a labeling file have a label. */
export interface LabelCount {
  readonly labeled: number;
  readonly rows: number;
}

/** The lines of the tree. */
export type TreeLines = typeof import('./items') &
  typeof import('./labelingFileItem') &
  typeof import('./placeholders') &
  Pick<typeof import('../../door/view'), 'treeLine'>;

/** What the view needs only once there is something to show. It is loaded with the commands, on first use. */
export interface LazyTexts {
  explain(error: unknown): Explanation;
  /** How the lines of the tree look. */
  readonly items: TreeLines;
  /** Reads a labeling file. @throws LabelingFileError, or what keeps it from being read */
  countLabels(connection: Connection, bucket: string, key: string): Promise<LabelCount>;
  transformHover(entry: TransformEntry, kind: Connection['kind']): Markdown;
}

export type LoadTexts = () => LazyTexts;
