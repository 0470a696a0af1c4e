import type { LabelingFileError } from '../../shared/file/labelingFileError';
import type { LabelEdit } from '../../shared/labels/edits';
import { type JoinedGroup, separationText } from '../../shared/labels/merge';
import type { Say } from '../../shared/say';
import { openErrorText, saveErrorText } from '../stores/errorTexts';
import { StoreError } from '../stores/fileStore';
import { Notices } from './notices';
import {
  backupNotice,
  notesNotice,
  type OthersResult,
  othersNotice,
  readOnlyNotice,
  rereadNotice,
  saveNotice,
  unusableNotice,
} from './texts';

/** What the user is told of one document above its cards, and in the log. */
export class Banners {
  readonly notices: Notices;
  private joined: readonly JoinedGroup[] = [];

  /** @param name of the document, for people */
  constructor(
    private readonly name: string,
    /** Its permissions are AWS's. */
    private readonly isOfAws: boolean,
    private readonly log: { error(text: string): void },
    changed: () => void,
  ) {
    this.notices = new Notices(changed);
  }

  /** Answers the failure as a text for the user. */
  saveFailed(error: unknown): Error {
    const text = saveErrorText(error, this.name);
    this.log.error(text);
    this.notices.show('save', saveNotice(error, text));
    return new Error(text, { cause: error });
  }

  /** After a revert, of whose failure VS Code tells nobody. */
  rereadFailed(error: unknown): Error {
    const text = openErrorText(error, this.name);
    this.log.error(text);
    if (StoreError.is(error, 'missing')) {
      this.others({ kind: 'gone' });
    } else {
      this.notices.show('reading', rereadNotice(text));
    }
    return new Error(text, { cause: error });
  }

  /** Someone else saved, or deleted, the file. */
  others(result: OthersResult): void {
    if (result.kind === 'adopted') {
      this.joined = result.adoption.joined;
    }
    const found = othersNotice(result, this.name);
    if (found !== undefined) {
      this.notices.show(found.kind, found.notice);
    }
  }

  /** What someone else stored is no labeling file. */
  unusable(error: LabelingFileError): void {
    this.notices.show('conflict', unusableNotice(error, this.name));
  }

  /** The file can't be written, for this reason; without one, it can. */
  access(refusal: string | undefined): void {
    if (refusal === undefined) {
      this.notices.clear('readOnly');
    } else {
      this.notices.show('readOnly', readOnlyNotice(refusal, this.isOfAws));
    }
  }

  /** What is kept beside the file can't be read. */
  notes(damage: Error | undefined): void {
    if (damage === undefined) {
      this.notices.clear('notes');
    } else {
      this.log.error(`notes of ${this.name}: ${damage.message}`);
      this.notices.show('notes', notesNotice(this.name));
    }
  }

  /** Unsaved labels can't be kept on this machine's disk; without an error, they can again. */
  backup(error: Error | undefined): void {
    if (error === undefined) {
      this.notices.clear('backup');
      return;
    }
    this.log.error(`backup of ${this.name}: ${error.message}`);
    this.notices.show('backup', backupNotice(error));
  }

  /** The edits that take apart again what a merge put in one group only because both sides used one name. */
  separations(say: Say): LabelEdit[] {
    return this.joined.map(({ separate }) => ({ ...separate, name: separationText(separate.changes, say) }));
  }

  /** They were made. */
  separated(): void {
    this.joined = [];
    this.notices.clear('merged');
  }
}
