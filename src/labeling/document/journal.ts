import { invert, type LabelEdit } from '../../shared/labels/edits';

interface Step {
  readonly edit: LabelEdit;
  /** The edit that was made or undone; the step's own edit unless it is an undo. */
  readonly source: LabelEdit;
}

/**
 * The steps that lead from the stored labels to the present ones. Undoing the newest step takes it away; any other
 * undo is a step of its own. So the steps can be replayed after a restart, whatever was undone across a save.
 */
export class Journal {
  private readonly list: Step[] = [];

  get steps(): readonly LabelEdit[] {
    return this.list.map(({ edit }) => edit);
  }

  /** An edit was made, or made again by a redo. */
  did(edit: LabelEdit): void {
    const top = this.list.at(-1);
    if (top !== undefined && top.source === edit && top.edit !== edit) {
      this.list.pop();
    } else {
      this.list.push({ edit, source: edit });
    }
  }

  undid(edit: LabelEdit): void {
    if (this.list.at(-1)?.edit === edit) {
      this.list.pop();
    } else {
      this.list.push({ edit: invert(edit), source: edit });
    }
  }
}
