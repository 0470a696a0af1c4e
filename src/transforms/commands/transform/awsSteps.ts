import * as vscode from 'vscode';
import type { Step } from '../../ui/steps';
import type { Choice } from '../../ui/ui';

/** What the task runs of a transform run on. */
export type Capacity =
  | { readonly kind: 'workers'; readonly type: 'G.1X' | 'G.2X'; readonly count: number }
  | { readonly kind: 'dpu'; readonly count: number };

interface AwsDraft {
  readonly glueVersion: string;
  readonly capacity: Capacity | undefined;
  readonly kmsKeyId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Glue 0.9 and 1.0 are refused since 2026, whatever the API's own documentation still recommends. */
export function versionStep<Draft extends AwsDraft>(): Step<Draft> {
  return async (draft, ask) => {
    const notes: Readonly<Record<string, string>> = {
      '4.0': vscode.l10n.t('newest version known to work with transforms'),
      '3.0': '',
      '2.0': vscode.l10n.t('its jobs are known to run FindMatches; AWS ended support in 2026'),
    };
    const choices = Object.entries(notes).map(([version, description]) => ({
      label: vscode.l10n.t('Glue {0}', version),
      description,
      current: version === draft.glueVersion,
      value: version,
    }));
    choices.sort((a, b) => b.value.localeCompare(a.value));
    const placeholder = vscode.l10n.t('Glue version: 2.0 or higher; AWS no longer accepts 0.9 and 1.0 for transforms');
    return { ...draft, glueVersion: await ask.pick({ placeholder, choices }) };
  };
}

/** Worker type and number, or DPUs, or the service's default of 10 DPUs. */
export function capacityStep<Draft extends AwsDraft>(): Step<Draft> {
  return async (draft, ask) => {
    const choices: Choice<Capacity | undefined>[] = [
      { label: vscode.l10n.t('Default'), description: vscode.l10n.t('10 DPU'), value: undefined },
      ...[5, 10, 20, 50].map((count) => ({
        label: vscode.l10n.t('{0} workers G.2X', count),
        description: vscode.l10n.t('8 vCPU and 32 GB each; recommended for transforms'),
        heading: count === 5 ? vscode.l10n.t('Workers') : undefined,
        value: { kind: 'workers', type: 'G.2X', count } as const,
      })),
      ...[5, 10, 20].map((count) => ({
        label: vscode.l10n.t('{0} workers G.1X', count),
        description: vscode.l10n.t('4 vCPU and 16 GB each'),
        value: { kind: 'workers', type: 'G.1X', count } as const,
      })),
      ...[2, 5, 20, 50, 100].map((count) => ({
        label: vscode.l10n.t('{0} DPU', count),
        description: vscode.l10n.t('standard capacity'),
        heading: count === 2 ? vscode.l10n.t('Capacity') : undefined,
        value: { kind: 'dpu', count } as const,
      })),
    ];
    return { ...draft, capacity: await ask.pick({ placeholder: vscode.l10n.t('Capacity of its task runs'), choices }) };
  };
}

/** Capacity in words. */
export function capacityText(capacity: Capacity | undefined): string {
  if (capacity === undefined) {
    return vscode.l10n.t('Default, 10 DPU');
  }
  return capacity.kind === 'dpu' ? `${capacity.count} DPU` : `${capacity.count} × ${capacity.type}`;
}

/** Encryption of labels and the trained model; it can't be changed later. */
export function encryptionSteps<Draft extends AwsDraft>(): readonly Step<Draft>[] {
  return [
    async (draft, ask) => {
      const encrypted = await ask.pick({
        placeholder: vscode.l10n.t('Encrypt labels and model with your own key? This can’t be changed later.'),
        choices: [
          { label: vscode.l10n.t('No'), current: draft.kmsKeyId === undefined, value: false },
          { label: vscode.l10n.t('Yes, with a KMS key…'), current: draft.kmsKeyId !== undefined, value: true },
        ],
      });
      return { ...draft, kmsKeyId: encrypted ? (draft.kmsKeyId ?? '') : undefined };
    },
    async (draft, ask) =>
      draft.kmsKeyId === undefined
        ? draft
        : {
            ...draft,
            kmsKeyId: await ask.input({
              prompt: vscode.l10n.t('Id, alias or ARN of the KMS key; the role must be allowed to use it'),
              value: draft.kmsKeyId,
              validate: (text) => (text.trim() === '' ? vscode.l10n.t('Enter the key’s id, alias or ARN.') : undefined),
            }),
          },
  ];
}

/** @returns tags of `key=value` pairs set apart by commas, or what is wrong with them. */
export function parseTags(text: string): Readonly<Record<string, string>> | string {
  const tags: Record<string, string> = {};
  for (const part of text.split(',').map((pair) => pair.trim())) {
    if (part === '') {
      continue;
    }
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    const value = at < 0 ? '' : part.slice(at + 1).trim();
    if (key === '' || key.length > 128 || value.length > 256 || /^aws:/i.test(key)) {
      return vscode.l10n.t('“{0}” is not a valid tag: keys have 1 to 128 characters and don’t begin with aws:.', part);
    }
    tags[key] = value;
  }
  return Object.keys(tags).length > 50 ? vscode.l10n.t('A transform has at most 50 tags.') : tags;
}

/** Asks for tags; none is an answer too. */
export function tagsStep<Draft extends AwsDraft>(): Step<Draft> {
  return async (draft, ask) => {
    const text = await ask.input({
      prompt: vscode.l10n.t('Tags, if any'),
      placeholder: 'team=crm, cost-center=42',
      value: Object.entries(draft.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(', '),
      validate: (candidate) => {
        const parsed = parseTags(candidate);
        return typeof parsed === 'string' ? parsed : undefined;
      },
    });
    const tags = parseTags(text);
    return { ...draft, tags: typeof tags === 'string' ? {} : tags };
  };
}
