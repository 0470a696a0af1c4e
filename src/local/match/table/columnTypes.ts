/** Hive types of columns that are known by their cells alone. */
export type CellType = 'bigint' | 'double' | 'boolean' | 'string';

const whole = /^(0|-?[1-9][0-9]{0,17})$/;
const decimal = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;
/** A double has room for no more. */
const mostDigits = 15;

/** The narrowest Hive type that every cell of a column fits without loss. Codes with leading zeros stay text. */
export class CellTypes {
  private present = false;
  private isWhole = true;
  private isNumber = true;
  private isBoolean = true;

  /** @param isText the cell is a text and to stay one, whatever it looks like */
  add(cell: string, isText = false): void {
    if (cell === '') {
      return;
    }
    this.present = true;
    if (this.isWhole && (isText || !whole.test(cell))) {
      this.isWhole = false;
    }
    if (this.isNumber && (isText || !isExactNumber(cell))) {
      this.isNumber = false;
    }
    if (this.isBoolean && (isText || (cell !== 'true' && cell !== 'false'))) {
      this.isBoolean = false;
    }
  }

  /** @param booleans whether true and false are more than texts, as they are in JSON */
  type(booleans: boolean): CellType {
    if (!this.present) {
      return 'string';
    }
    if (this.isWhole) {
      return 'bigint';
    }
    if (this.isNumber) {
      return 'double';
    }
    return booleans && this.isBoolean ? 'boolean' : 'string';
  }
}

function isExactNumber(cell: string): boolean {
  return decimal.test(cell) && cell.replace(/\D/g, '').length <= mostDigits;
}
