import * as vscode from 'vscode';
import { runSteps } from '../../ui/steps';
import { pickTransform } from '../ask/pickTransform';
import type { CommandContext } from '../command';
import { accuracySteps, enforceStep, precisionSteps, reviewStep, type Tradeoffs, tradeoffLines } from './tradeoffs';

/** Tune Transform…: the console's presets, a review, and the update. */
export async function tuneTransform(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui } = context;
  const title = vscode.l10n.t('Tune Transform');
  const entry = await pickTransform(context, argument, { title });
  const parameters = entry.transform.Parameters?.FindMatchesParameters;
  const first: Tradeoffs = {
    precisionRecall: parameters?.PrecisionRecallTradeoff ?? 0.5,
    accuracyCost: parameters?.AccuracyCostTradeoff ?? 0.5,
    enforce: parameters?.EnforceProvidedLabels ?? false,
  };
  const tuned = await runSteps(ui, title, first, [
    ...precisionSteps<Tradeoffs>(),
    ...accuracySteps<Tradeoffs>(),
    enforceStep<Tradeoffs>(),
    reviewStep<Tradeoffs>(vscode.l10n.t('Update “{0}”', entry.transform.Name ?? entry.id), tradeoffLines),
  ]);
  ui.askedAll();
  const glue = await transforms.connection().glue();
  await glue.updateMLTransform({
    TransformId: entry.id,
    Parameters: {
      TransformType: 'FIND_MATCHES',
      FindMatchesParameters: {
        ...parameters,
        PrecisionRecallTradeoff: tuned.precisionRecall,
        AccuracyCostTradeoff: tuned.accuracyCost,
        EnforceProvidedLabels: tuned.enforce,
      },
    },
  });
  await transforms.refresh(entry.id);
  const estimate = vscode.l10n.t('Estimate Quality');
  if (entry.transform.Status === 'READY') {
    const message = vscode.l10n.t(
      '“{0}” is tuned. Its metrics are still those from before.',
      entry.transform.Name ?? entry.id,
    );
    void ui.tell('info', message, estimate).then((chosen) => {
      if (chosen === estimate) {
        void ui.execute('glueLabeling.estimateQuality', { transformId: entry.id });
      }
    });
  }
}
