/** What a user can do about an error with one click. */
export type Remedy = 'retry' | 'switchConnection' | 'signIn' | 'showPermissions' | 'showLog';

/** What to say of one error name. `what` stands before the service's own words, `next` after them. */
export interface Advice {
  readonly what: string;
  readonly next: string;
  readonly remedy?: Remedy;
}
