import type { LabelingSet } from '../../../src/shared/file/labelingFile';
import { colorsOfGroups } from '../../../src/shared/labels/groups';
import { asStored } from '../../../src/shared/labels/unsure';
import type { Opened } from '../state/state';

/** What the groups of a set look like; suggested groups that wait count as if they were there. */
export interface GroupLook {
  /** How many rows each label has. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly classOf: (label: string) => string;
}

/** A row on its own is neutral; two rows and more have a color, and a class for it. */
export function groupLook({ labels, proposals }: Opened, set: LabelingSet): GroupLook {
  const proposed = proposals.get(set.index)?.labels;
  const sizes = new Map<string, number>();
  for (const row of set.rows) {
    const label = asStored(labels.get(row)) || (proposed?.get(row) ?? '');
    if (label !== '') {
      sizes.set(label, (sizes.get(label) ?? 0) + 1);
    }
  }
  const colors = colorsOfGroups(sizes);
  return {
    sizes,
    classOf: (label) => {
      const color = colors.get(label);
      return color === undefined ? '' : `group group${color}`;
    },
  };
}
