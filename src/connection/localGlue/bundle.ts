import { askLocalGlue } from './localGlueService';
import { LocalProcess, type LocalProcessOptions } from './localProcess';
import { tellDamage } from './tellDamage';

/** What the lazily loaded bundle dist/localGlue.cjs exports: only who works with Local Glue needs it. */
export interface LocalGlueBundle {
  readonly askLocalGlue: typeof askLocalGlue;
  readonly makeProcess: (
    options: Omit<LocalProcessOptions, 'onDamage'> & { readonly log: { show(): void } },
  ) => LocalProcess;
}

export const bundle: LocalGlueBundle = {
  askLocalGlue,
  makeProcess: (options) =>
    new LocalProcess({ ...options, onDamage: (...damage) => void tellDamage(options.log, ...damage) }),
};
