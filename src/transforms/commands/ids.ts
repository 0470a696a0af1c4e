/** Names of the commands; package.json contributes each as `glueLabeling.NAME`. */
export const commandNames = [
  'connect',
  'disconnect',
  'useLocal',
  'signIn',
  'refresh',
  'retry',
  'loadMore',
  'createTransform',
  'tuneTransform',
  'deleteTransform',
  'generateLabelingSet',
  'openLabelingSet',
  'openFromS3',
  'openAsLabelingSet',
  'showGuidelines',
  'changeGuidelines',
  'importLabels',
  'replaceLabels',
  'nextStep',
  'changeFolder',
  'exportLabels',
  'estimateQuality',
  'cancelTaskRun',
  'addLocalTable',
  'showTable',
  'findMatches',
  'showPermissions',
  'copyId',
  'copyArn',
  'copyS3Path',
  'openInConsole',
  'showTaskRunLogs',
  'sortTransforms',
  'filterTransforms',
  'clearFilter',
  'showLog',
] as const;

export type CommandName = (typeof commandNames)[number];

/** @returns the command's id. */
export function commandId(name: CommandName): string {
  return `glueLabeling.${name}`;
}
