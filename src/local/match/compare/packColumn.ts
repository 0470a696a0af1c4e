import { sharedDoubles, sharedInts } from '../threads/memory';
import { type Ragged, RaggedBuilder } from './ragged';
import { Sequences } from './sequences';
import type { TextCutter } from './text';

/** A column's cells with equal ones stored once, before its words are numbered along with those of other columns. */
export interface PackedColumn {
  readonly name: string;
  readonly value: Int32Array;
  readonly texts: Ragged;
  readonly numbers: Float64Array;
  /** Value to the number of records that have it. */
  readonly counts: Int32Array;
  /** Record to the list of codes of its cell. */
  readonly codeList: Int32Array;
  readonly codeLists: Ragged;
  /** The code points of the codes in `codeLists`. */
  readonly codeNames: Ragged;
}

/** Cells whose packed form is remembered; a column of other ones only is packed one by one, whatever its size. */
const remembered = 1 << 18;

interface Packed {
  readonly value: number;
  readonly codes: number;
}

/** Packs one column. Cells come in order of record. */
export function packColumn(name: string, cells: readonly string[], cutter: TextCutter): PackedColumn {
  const packer = new ColumnPacker(cutter);
  const value = sharedInts(cells.length);
  const codeList = sharedInts(cells.length);
  for (let record = 0; record < cells.length; record++) {
    const packed = packer.pack(cells[record] ?? '');
    value[record] = packed.value;
    codeList[record] = packed.codes;
    packer.count(packed.value);
  }
  return { name, value, codeList, ...packer.build() };
}

class ColumnPacker {
  private readonly texts = new Sequences();
  private readonly codeNames = new Sequences();
  private readonly codeLists = new RaggedBuilder();
  private readonly numbers: number[] = [Number.NaN];
  private readonly counts: number[] = [0];
  private readonly seen = new Map<string, Packed>();

  constructor(private readonly cutter: TextCutter) {
    this.texts.idOf(new Int32Array(0), 0, 0);
    this.codeLists.push([]);
  }

  pack(cell: string): Packed {
    const known = this.seen.get(cell);
    if (known) {
      return known;
    }
    const packed = { value: this.valueOf(cell), codes: this.codesOf(cell) };
    if (this.seen.size === remembered) {
      this.seen.clear();
    }
    this.seen.set(cell, packed);
    return packed;
  }

  count(value: number): void {
    this.counts[value] = (this.counts[value] ?? 0) + 1;
  }

  build(): Pick<PackedColumn, 'texts' | 'numbers' | 'counts' | 'codeLists' | 'codeNames'> {
    const numbers = sharedDoubles(this.numbers.length);
    numbers.set(this.numbers);
    const counts = sharedInts(this.counts.length);
    counts.set(this.counts);
    return {
      texts: this.texts.build(),
      numbers,
      counts,
      codeLists: this.codeLists.build(),
      codeNames: this.codeNames.build(),
    };
  }

  private valueOf(cell: string): number {
    const { cutter, texts, numbers } = this;
    cutter.normalize(cell);
    const value = texts.idOf(cutter.codes, 0, cutter.length);
    if (value === 0) {
      return 0;
    }
    if (value === numbers.length) {
      numbers.push(Number.NaN);
      this.counts.push(0);
    }
    // "5" and "-5" read the same; the larger number stands for both, whichever comes first.
    const number = cutter.numberOf(cell);
    const held = numbers[value] ?? Number.NaN;
    if (!Number.isNaN(number) && !(held >= number)) {
      numbers[value] = number;
    }
    return value;
  }

  private codesOf(cell: string): number {
    const found: number[] = [];
    this.cutter.codesOf(cell, (codes, end) => {
      found.push(this.codeNames.idOf(codes, 0, end));
    });
    return found.length === 0 ? 0 : this.codeLists.push(found);
  }
}
