/** The scheme of objects in S3. The AWS Toolkit owns `s3:`, and registering a taken scheme throws. */
export const objectScheme = 'glue-s3';
/** The view type of the labeling editor. */
export const labelingViewType = 'glueLabeling.labelingSet';

/** Commands that links, quick fixes and cards run. */
export const goToRowCommand = 'glueLabeling.editor.goToRow';
export const applyFixCommand = 'glueLabeling.editor.applyFix';
export const repairCommand = 'glueLabeling.editor.repair';

const own = 'glueLabeling.';
const ofEditor = 'glueLabeling.editor.';

/** What of the extension's manifest is read. */
export interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** The names of the commands that the manifest contributes: those of the labeling editor's page, or the others. */
export function contributedNames({ contributes }: Manifest, isOfEditor: boolean): readonly string[] {
  const prefix = isOfEditor ? ofEditor : own;
  return contributes.commands
    .map(({ command }) => command)
    .filter((id) => id.startsWith(ofEditor) === isOfEditor)
    .map((id) => id.slice(prefix.length));
}
