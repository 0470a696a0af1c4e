// What a user opens first, opened by `npm start` the first time: the view, and the walkthrough beside it.
const vscode = require('vscode');

const walkthrough = 'glue-transform-labeling.glue-transform-labeling#labelFirstTransform';

exports.activate = async (context) => {
  if (!context.globalState.get('shown')) {
    await vscode.commands.executeCommand('workbench.view.extension.glueLabeling');
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
    await context.globalState.update('shown', true);
  }
};
