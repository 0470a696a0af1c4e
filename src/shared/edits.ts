/** One row's label before and after. Idempotent: applying it says what the label *is*, whatever it was. */
export interface LabelChange {
  readonly row: number;
  readonly before: string;
  readonly after: string;
}
