import type { Backup } from '../../../src/labeling/backup/backupFile';
import { BackupKeeper, findBackup } from '../../../src/labeling/backup/keeper';
import { restore } from '../../../src/labeling/backup/restore';
import { LabelingDocument } from '../../../src/labeling/document/document';
import type { AppliedEdit } from '../../../src/labeling/document/types';
import { S3FileStore } from '../../../src/labeling/s3/objectFile';
import { Saving, type SavingQuestions } from '../../../src/labeling/saving/saving';
import type { LabelChange } from '../../../src/shared/labels/edits';
import type { LabelsById } from './document/naiveModel';
import type { S3Bench } from './s3Bench';
import { sameLabels } from './sharedFile';

/** The label of a record before and after an edit. */
export interface RecordChange {
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

/** One entry of VS Code's undo stack. */
export interface Entry {
  readonly edit: AppliedEdit;
  readonly restored: boolean;
  readonly changes: readonly RecordChange[];
}

/** Where a desk keeps what it works on. */
export interface DeskPlaces {
  readonly bench: S3Bench;
  readonly key: string;
  readonly backupPath: string;
}

/** One user's program on a labeling file: the document, its saving, its backup, and the undo stack that VS Code holds. */
export class Desk {
  readonly undoStack: Entry[] = [];
  redoStack: Entry[] = [];
  /** What was stored when a restart brought unsaved labels back. */
  storedAtRestart: LabelsById = new Map();

  private constructor(
    readonly document: LabelingDocument,
    readonly saving: Saving,
    readonly keeper: BackupKeeper,
  ) {}

  /** Opens the file; after a restart with what was unsaved, and with what is wrong about it. */
  static async open(
    { bench, key, backupPath }: DeskPlaces,
    questions: SavingQuestions,
    restart: boolean,
  ): Promise<{ desk: Desk; wrong: readonly string[] }> {
    const store = new S3FileStore(bench.objects, { authority: 'test', path: `/bucket/${key}` }, async () => true);
    const document = new LabelingDocument(await store.read());
    const backup = restart ? await findBackup(backupPath, undefined) : undefined;
    const keeper = new BackupKeeper(backupPath, key, document, backup);
    const desk = new Desk(document, new Saving(document, store, questions), keeper);
    const wrong = backup === undefined ? [] : desk.restore(backup);
    await keeper.flush();
    return { desk, wrong };
  }

  id(row: number): string {
    return this.document.file.cell(row, 2);
  }

  shown(): Map<string, string> {
    const { document } = this;
    return new Map(Array.from({ length: document.file.rowCount }, (_, row) => [this.id(row), document.label(row)]));
  }

  edit(changes: readonly LabelChange[]): readonly RecordChange[] {
    const edit = this.document.edit({ name: 'edit', changes });
    if (edit === undefined) {
      return [];
    }
    const made = changes.map(({ row, before, after }) => ({ id: this.id(row), before, after }));
    this.undoStack.push({ edit, restored: false, changes: made });
    this.redoStack = [];
    return made;
  }

  undo(): Entry | undefined {
    const entry = this.undoStack.pop();
    if (entry !== undefined) {
      entry.edit.undo();
      this.redoStack.push(entry);
    }
    return entry;
  }

  redo(): Entry | undefined {
    const entry = this.redoStack.pop();
    if (entry !== undefined) {
      entry.edit.redo();
      this.undoStack.push(entry);
    }
    return entry;
  }

  /** The program is gone, and with it all that was not backed up. */
  die(): void {
    this.keeper.dispose();
  }

  /** After the restore, undoing all that came back leads to what is stored, and redoing it leads back. */
  private restore(backup: Backup): readonly string[] {
    this.storedAtRestart = this.shown();
    const { edits } = restore(this.document, backup, 'restored');
    const restored = this.shown();
    const entries = [...edits].reverse().map((edit): Entry => {
      const before = this.shown();
      edit.undo();
      const undone = [...this.shown()].filter(([id, label]) => before.get(id) !== label);
      const changes = undone.map(([id, label]) => ({ id, before: label, after: before.get(id) ?? '' }));
      return { edit, restored: true, changes };
    });
    const wrong = this.document.isDirty ? ['undoing all that was restored leaves something unsaved'] : [];
    for (const edit of edits) {
      edit.redo();
    }
    this.undoStack.push(...entries.reverse());
    return sameLabels(this.shown(), restored) ? wrong : [...wrong, 'redoing it does not bring it all back'];
  }
}
