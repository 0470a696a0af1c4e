/** A figure between 0 and 1 as it is written everywhere: F1 0.98, precision 1.00. */
export function figureText(value: number): string {
  return value.toFixed(2);
}
