/** Commands that links, quick fixes and cards run. */
export const goToRowCommand = 'glueLabeling.editor.goToRow';
export const applyFixCommand = 'glueLabeling.editor.applyFix';
export const repairCommand = 'glueLabeling.editor.repair';
