import { askLocalGlue } from './localGlueService';
import { LocalProcess, type LocalProcessOptions } from './localProcess';

/** What the lazily loaded bundle dist/localGlue.cjs exports: only who works with Local Glue needs it. */
export interface LocalGlueBundle {
  readonly askLocalGlue: typeof askLocalGlue;
  readonly makeProcess: (options: LocalProcessOptions) => LocalProcess;
}

export const bundle: LocalGlueBundle = { askLocalGlue, makeProcess: (options) => new LocalProcess(options) };
