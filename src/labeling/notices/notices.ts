import type { DocumentStatus } from '../../shared/protocol';

export type Notice = NonNullable<DocumentStatus['notice']>;

/** Why a notice is shown. One of each kind at most; the most urgent is the one that is seen. */
export type NoticeKind =
  | 'save'
  | 'gone'
  | 'conflict'
  | 'reading'
  | 'readOnly'
  | 'notes'
  | 'backup'
  | 'restored'
  | 'merged';

const byUrgency: readonly NoticeKind[] = [
  'save',
  'gone',
  'conflict',
  'reading',
  'readOnly',
  'notes',
  'backup',
  'restored',
  'merged',
];

/** The banners of one document. */
export class Notices {
  private readonly open = new Map<NoticeKind, Notice>();

  constructor(private readonly changed: () => void) {}

  /** The most urgent one. */
  get current(): Notice | undefined {
    return byUrgency.map((kind) => this.open.get(kind)).find((notice) => notice !== undefined);
  }

  show(kind: NoticeKind, notice: Notice): void {
    this.open.set(kind, notice);
    this.changed();
  }

  clear(...kinds: readonly NoticeKind[]): void {
    const before = this.current;
    for (const kind of kinds) {
      this.open.delete(kind);
    }
    if (this.current !== before) {
      this.changed();
    }
  }

  /** Takes away the one that is seen. */
  dismiss(): void {
    const kind = byUrgency.find((candidate) => this.open.has(candidate));
    if (kind !== undefined) {
      this.clear(kind);
    }
  }
}
