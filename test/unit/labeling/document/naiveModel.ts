/** Labels by record id. */
export type LabelsById = ReadonlyMap<string, string>;

/**
 * What must be true of the labels, told in the simplest way: which labels I set and have not stored yet, and what was
 * on the screen before I did. Knows nothing of versions, merging or backups.
 */
export class NaiveModel {
  /** By record: the label I set, and the one it replaced. */
  private readonly mine = new Map<string, { readonly before: string; now: string }>();
  /** Rows I set to a label that may have been stored without my hearing of it. */
  private readonly maybeStored = new Map<string, Set<string>>();

  /** The same, at this moment. */
  copy(): NaiveModel {
    const copy = new NaiveModel();
    for (const [id, mine] of this.mine) {
      copy.mine.set(id, { ...mine });
    }
    for (const [id, labels] of this.maybeStored) {
      copy.maybeStored.set(id, new Set(labels));
    }
    return copy;
  }

  /** Whether the label of a record is one that I set. */
  has(id: string): boolean {
    return this.mine.has(id);
  }

  /** Records that are gone, and that I was told of. */
  forget(isGone: (id: string) => boolean): void {
    for (const id of [...this.mine.keys(), ...this.maybeStored.keys()].filter(isGone)) {
      this.mine.delete(id);
      this.maybeStored.delete(id);
    }
  }

  set(id: string, shown: string, label: string): void {
    const known = this.mine.get(id);
    if (known === undefined && shown === label) {
      return;
    }
    if (known === undefined) {
      this.mine.set(id, { before: shown, now: label });
    } else if (known.before === label && !this.maybeStored.has(id)) {
      // Put back as it was: not a wish of mine against what others store.
      this.mine.delete(id);
    } else {
      known.now = label;
    }
  }

  /** After a restart I took back a label: the record shows what was stored at the restart. */
  tookBack(id: string): void {
    if (!this.maybeStored.has(id)) {
      this.mine.delete(id);
    }
  }

  /** I gave up what I had not stored. */
  reverted(): void {
    this.mine.clear();
    this.maybeStored.clear();
  }

  /** A write of mine was not answered. */
  unanswered(): void {
    for (const [id, { now }] of this.mine) {
      this.maybeStored.set(id, (this.maybeStored.get(id) ?? new Set()).add(now));
    }
  }

  /** What I set is what I see. */
  checkShown(shown: LabelsById): string[] {
    return [...this.mine]
      .filter(([id, { now, before }]) => shown.get(id) !== now && now !== before)
      .map(([id, { now }]) => `record ${id}: I set "${now}" but see "${shown.get(id)}"`);
  }

  /** A save succeeded: what was stored before, what is stored now, what I was asked and chose. */
  checkSaved(before: LabelsById | undefined, after: LabelsById, choices: LabelsById): string[] {
    const wrong: string[] = [];
    for (const [id, label] of after) {
      const theirs = before?.get(id);
      const mine = this.mine.get(id);
      const chosen = choices.get(id);
      const allowed = new Set<string | undefined>();
      if (chosen !== undefined) {
        allowed.add(chosen);
      } else if (mine === undefined) {
        allowed.add(theirs ?? label);
      } else if (theirs === undefined || theirs === mine.before || this.maybeStored.get(id)?.has(theirs)) {
        allowed.add(mine.now);
      } else {
        // Others changed it too: unasked, only agreement will do, or that I had put it back as it was.
        allowed.add(theirs === mine.now ? mine.now : undefined);
        allowed.add(mine.now === mine.before ? theirs : undefined);
      }
      if (!allowed.has(label)) {
        wrong.push(
          `record ${id}: stored "${label}", before "${theirs}", mine ${JSON.stringify(mine)}, chosen "${chosen}"`,
        );
      }
    }
    return wrong;
  }

  /** I was asked about a record that others labeled too, and chose. */
  decided(id: string, theirs: string, chosen: string): void {
    if (chosen === theirs) {
      this.mine.delete(id);
    } else {
      this.mine.set(id, { before: theirs, now: chosen });
    }
  }

  /** Everything is stored. */
  saved(): void {
    this.mine.clear();
    this.maybeStored.clear();
  }

  /** What I see came from the store just now; where that is what I set, nothing of mine is open. */
  agree(stored: LabelsById): void {
    for (const [id, { now }] of this.mine) {
      if (stored.get(id) === now) {
        this.mine.delete(id);
      }
    }
  }
}
