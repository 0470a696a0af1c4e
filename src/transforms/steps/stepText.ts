import * as vscode from 'vscode';
import type { NextStep } from './nextStep';

/** What a next step is called on buttons. */
export function stepText(kind: Exclude<NextStep['kind'], 'wait'>): string {
  switch (kind) {
    case 'generate':
      return vscode.l10n.t('Generate Labeling Set');
    case 'open':
      return vscode.l10n.t('Open Labeling Set');
    case 'import':
      return vscode.l10n.t('Import Labels');
    case 'estimate':
      return vscode.l10n.t('Estimate Quality');
  }
}

/** What a next step is called where there is little room, as in the tree. */
export function shortStepText(kind: Exclude<NextStep['kind'], 'wait'>): string {
  switch (kind) {
    case 'generate':
      return vscode.l10n.t('Generate');
    case 'open':
      return vscode.l10n.t('Open');
    case 'import':
      return vscode.l10n.t('Import');
    case 'estimate':
      return vscode.l10n.t('Estimate');
  }
}
