import type { LabelChange } from '../../shared/labels/edits';
import type { RowMap } from '../../shared/labels/rowMatch';

/** Where rows went when other versions of the file were taken over, so that old edits find their records. */
export class RowHistory {
  private readonly maps: RowMap[] = [];

  /** A moment to remember: changes made now are found from it later. */
  get now(): number {
    return this.maps.length;
  }

  moved(map: RowMap): void {
    this.maps.push(map);
  }

  /** Changes of a moment, on the rows where their records are now; those whose records are gone are left out. */
  follow(changes: readonly LabelChange[], since: number): readonly LabelChange[] {
    if (since === this.maps.length) {
      return changes;
    }
    return changes.flatMap((change) => {
      const row = this.maps
        .slice(since)
        .reduce<number | undefined>((at, map) => (at === undefined ? at : map(at)), change.row);
      return row === undefined ? [] : [{ ...change, row }];
    });
  }
}
