import * as vscode from 'vscode';
import type { Step } from '../../ui/steps';
import type { Choice } from '../../ui/ui';
import { Back } from '../../ui/ui';

/** How a transform is tuned; both tradeoffs from 0 to 1. */
export interface Tradeoffs {
  readonly precisionRecall: number;
  readonly accuracyCost: number;
  readonly enforce: boolean;
}

const custom = Number.NaN;

/** The presets of the AWS console, then a number of one's own. */
function presets(low: string, high: string, now: number): readonly Choice<number>[] {
  const fixed = [
    { label: vscode.l10n.t('Balanced'), value: 0.5 },
    { label: low, value: 0.2 },
    { label: high, value: 0.9 },
  ];
  const isPreset = fixed.some(({ value }) => value === now);
  return [
    ...fixed.map((preset) => ({ ...preset, description: String(preset.value), current: preset.value === now })),
    {
      label: vscode.l10n.t('Custom…'),
      description: isPreset ? undefined : String(now),
      current: !isPreset,
      value: custom,
    },
  ];
}

function validateTradeoff(text: string): string | undefined {
  const number = Number(text);
  return text.trim() !== '' && number >= 0 && number <= 1 ? undefined : vscode.l10n.t('Enter a number from 0 to 1.');
}

type Setter<Draft> = (draft: Draft, value: number) => Draft;

/** A choice of a preset, and a question of its own for a custom number. */
function tradeoffSteps<Draft>(
  texts: { readonly placeholder: string; readonly prompt: string; readonly low: string; readonly high: string },
  get: (draft: Draft) => number,
  set: Setter<Draft>,
): readonly Step<Draft>[] {
  let wantsCustom = false;
  return [
    async (draft, ask) => {
      const choices = presets(texts.low, texts.high, get(draft));
      const value = await ask.pick({ placeholder: texts.placeholder, choices });
      wantsCustom = Number.isNaN(value);
      return wantsCustom ? draft : set(draft, value);
    },
    async (draft, ask) => {
      if (!wantsCustom) {
        return draft;
      }
      const text = await ask.input({ prompt: texts.prompt, value: String(get(draft)), validate: validateTradeoff });
      return set(draft, Number(text));
    },
  ];
}

/** Asks for the precision-recall tradeoff. */
export function precisionSteps<Draft extends Tradeoffs>(): readonly Step<Draft>[] {
  return tradeoffSteps<Draft>(
    {
      placeholder: vscode.l10n.t('Recall or precision: miss fewer matches, or report fewer wrong ones'),
      prompt: vscode.l10n.t('0 favors recall only, 1 favors precision only'),
      low: vscode.l10n.t('Favor recall'),
      high: vscode.l10n.t('Favor precision'),
    },
    (draft) => draft.precisionRecall,
    (draft, precisionRecall) => ({ ...draft, precisionRecall }),
  );
}

/** Asks for the accuracy-cost tradeoff. */
export function accuracySteps<Draft extends Tradeoffs>(): readonly Step<Draft>[] {
  return tradeoffSteps<Draft>(
    {
      placeholder: vscode.l10n.t('Cost or accuracy: compare fewer pairs, or find more matches'),
      prompt: vscode.l10n.t('0 favors lower cost only, 1 favors accuracy only'),
      low: vscode.l10n.t('Favor lower cost'),
      high: vscode.l10n.t('Favor accuracy'),
    },
    (draft) => draft.accuracyCost,
    (draft, accuracyCost) => ({ ...draft, accuracyCost }),
  );
}

/** Asks whether labels win over the model in the output. */
export function enforceStep<Draft extends Tradeoffs>(): Step<Draft> {
  return async (draft, ask) => ({
    ...draft,
    enforce: await ask.pick({
      placeholder: vscode.l10n.t('Force the output to match the labels?'),
      choices: [
        {
          label: vscode.l10n.t('No'),
          description: vscode.l10n.t('the trained model decides'),
          current: !draft.enforce,
          value: false,
        },
        {
          label: vscode.l10n.t('Yes'),
          description: vscode.l10n.t('labels win over the model; runs take longer'),
          current: draft.enforce,
          value: true,
        },
      ],
    }),
  });
}

/** The last step: everything that was answered, and the one way to do it. A line goes back to the question before. */
export function reviewStep<Draft>(
  action: string,
  lines: (draft: Draft) => readonly (readonly [name: string, value: string])[],
): Step<Draft> {
  return async (draft, ask) => {
    const choices: Choice<boolean>[] = [
      { label: action, icon: 'check', value: true },
      ...lines(draft).map(([name, value], index) => ({
        label: name,
        description: value,
        heading: index === 0 ? vscode.l10n.t('Review') : undefined,
        value: false,
      })),
    ];
    if (!(await ask.pick({ placeholder: vscode.l10n.t('Review, or go back to change'), choices }))) {
      throw new Back();
    }
    return draft;
  };
}

/** The tuning as a review shows it. */
export function tradeoffLines(draft: Tradeoffs): readonly (readonly [string, string])[] {
  return [
    [vscode.l10n.t('Precision over recall'), String(draft.precisionRecall)],
    [vscode.l10n.t('Accuracy over cost'), String(draft.accuracyCost)],
    [vscode.l10n.t('Output forced to labels'), draft.enforce ? vscode.l10n.t('Yes') : vscode.l10n.t('No')],
  ];
}
