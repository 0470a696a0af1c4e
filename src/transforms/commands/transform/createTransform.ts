import * as vscode from 'vscode';
import type { Connection, GlueService } from '../../../connection/services';
import { runSteps, type Step } from '../../ui/steps';
import { Back, type Choice } from '../../ui/ui';
import type { CommandContext } from '../command';
import { type Capacity, capacityStep, capacityText, encryptionSteps, tagsStep, versionStep } from './awsSteps';
import { columnNames, isUsableKey, keyProblem } from './primaryKey';
import { accuracySteps, enforceStep, precisionSteps, reviewStep, type Tradeoffs, tradeoffLines } from './tradeoffs';

/** A catalog table to make the transform on. */
export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** All answers of the wizard. */
export interface TransformDraft extends Tradeoffs {
  readonly database: string;
  readonly table: string;
  readonly primaryKey: string;
  readonly name: string;
  readonly role: string;
  readonly glueVersion: string;
  readonly capacity: Capacity | undefined;
  readonly kmsKeyId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Local Glue checks that a role is named and uses none. */
const localRole = 'arn:aws:iam::000000000000:role/local';

/** Create Transform…: asks for everything step by step, back goes back, and shows all of it before it is created. */
export async function createTransform(context: CommandContext, preset?: Partial<TableName>): Promise<void> {
  const { transforms, ui, answers } = context;
  const title = vscode.l10n.t('Create Transform');
  const connection = transforms.connection();
  ui.willAsk(title);
  const glue = await connection.glue();
  const local = connection.kind === 'local';
  const first: TransformDraft = {
    database: preset?.database ?? '',
    table: preset?.table ?? '',
    primaryKey: '',
    name: '',
    role: local ? localRole : (answers.role(connection.id) ?? ''),
    glueVersion: '4.0',
    capacity: undefined,
    kmsKeyId: undefined,
    tags: {},
    precisionRecall: 0.5,
    accuracyCost: 0.5,
    enforce: false,
  };
  const aws: readonly Step<TransformDraft>[] = local
    ? []
    : [
        roleStep,
        versionStep<TransformDraft>(),
        capacityStep<TransformDraft>(),
        ...encryptionSteps<TransformDraft>(),
        tagsStep<TransformDraft>(),
      ];
  const draft = await runSteps(ui, title, first, [
    ...(preset?.table === undefined ? tableSteps(glue) : []),
    ...keySteps(ui, connection, glue),
    nameStep(context),
    ...aws,
    ...precisionSteps<TransformDraft>(),
    ...accuracySteps<TransformDraft>(),
    enforceStep<TransformDraft>(),
    reviewStep<TransformDraft>(vscode.l10n.t('Create Transform'), (all) =>
      reviewLines(all, local, connection.localGlue !== undefined),
    ),
  ]);
  ui.askedAll();
  const created = await glue.createMLTransform(toRequest(draft));
  if (!local) {
    await answers.setRole(connection.id, draft.role);
  }
  const id = created.TransformId;
  if (id !== undefined) {
    await transforms.refresh(id);
    await context.reveal(id);
    const next = vscode.l10n.t('Generate Labeling Set');
    void ui
      .tell('info', vscode.l10n.t('Transform “{0}” created. Label records to train it.', draft.name), next)
      .then((chosen) => {
        if (chosen === next) {
          void ui.execute('glueLabeling.generateLabelingSet', { transformId: id });
        }
      });
  }
}

function tableSteps(glue: GlueService): readonly Step<TransformDraft>[] {
  return [
    async (draft, ask) => ({
      ...draft,
      database: await ask.pick({
        placeholder: vscode.l10n.t('Database of the Data Catalog'),
        choices: databases(glue).then((names) =>
          names.map((name) => ({ ...plain(name), current: name === draft.database })),
        ),
      }),
    }),
    async (draft, ask) => ({
      ...draft,
      table: await ask.pick({
        placeholder: vscode.l10n.t('Table whose records are matched'),
        choices: tables(glue, draft.database),
      }),
    }),
  ];
}

function plain(text: string): Choice<string> {
  return { label: text, value: text };
}

/** Asks for every page of databases. */
export async function databases(glue: GlueService): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = await glue.getDatabases({ NextToken: token, MaxResults: 100 });
    names.push(...(page.DatabaseList ?? []).flatMap((database) => database.Name ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  if (names.length === 0) {
    throw new Error(vscode.l10n.t('The Data Catalog has no databases in this region. Create a table first.'));
  }
  return names;
}

async function tables(glue: GlueService, database: string): Promise<readonly Choice<string>[]> {
  const choices: Choice<string>[] = [];
  let token: string | undefined;
  do {
    const page = await glue.getTables({ DatabaseName: database, NextToken: token, MaxResults: 100 });
    for (const table of page.TableList ?? []) {
      const columns = table.StorageDescriptor?.Columns?.length ?? 0;
      const description = columns === 1 ? vscode.l10n.t('1 column') : vscode.l10n.t('{0} columns', columns);
      choices.push({ ...plain(table.Name ?? ''), description, detail: table.StorageDescriptor?.Location });
    }
    token = page.NextToken;
  } while (token !== undefined);
  if (choices.length === 0) {
    throw new Error(vscode.l10n.t('Database “{0}” has no tables.', database));
  }
  return choices;
}

/** Asks for the primary key, and again when its values turn out not to be unique. */
function keySteps(
  ui: CommandContext['ui'],
  connection: Connection,
  glue: GlueService,
): readonly Step<TransformDraft>[] {
  return [
    async (draft, ask) => {
      const { Table: table } = await glue.getTable({ DatabaseName: draft.database, Name: draft.table });
      const names = columnNames(table);
      if (names.length > 100) {
        throw new Error(
          vscode.l10n.t('“{0}” has {1} columns; a transform takes at most 100.', draft.table, names.length),
        );
      }
      const choices = (table?.StorageDescriptor?.Columns ?? []).filter(isUsableKey).map((column) => ({
        ...plain(column.Name ?? ''),
        description: column.Type,
        current: column.Name === draft.primaryKey,
      }));
      const placeholder =
        connection.localGlue === undefined
          ? vscode.l10n.t('Primary key: the column whose value is different in every record (not checked on AWS)')
          : vscode.l10n.t('Primary key: the column whose value is different in every record');
      return { ...draft, primaryKey: await ask.pick({ placeholder, choices }) };
    },
    async (draft) => {
      const problem = await keyProblem(connection, draft);
      if (problem === undefined) {
        return draft;
      }
      const other = vscode.l10n.t('Choose Another Column');
      const anyway = vscode.l10n.t('Use “{0}” Anyway', draft.primaryKey);
      if ((await ui.choose({ ...problem, actions: [other, anyway] })) === other) {
        throw new Back();
      }
      return draft;
    },
  ];
}

function nameStep({ transforms }: Pick<CommandContext, 'transforms'>): Step<TransformDraft> {
  return async (draft, ask) => {
    const taken = new Set(transforms.store.all().map(({ transform }) => transform.Name));
    const name = await ask.input({
      prompt: vscode.l10n.t('Name of the transform'),
      value: draft.name || draft.table,
      validate: (text) => {
        if (text.trim() === '' || text.length > 255) {
          return vscode.l10n.t('A name has 1 to 255 characters.');
        }
        return taken.has(text) ? vscode.l10n.t('A transform with this name already exists.') : undefined;
      },
    });
    return { ...draft, name };
  };
}

const roleStep: Step<TransformDraft> = async (draft, ask) => ({
  ...draft,
  role: await ask.input({
    prompt: vscode.l10n.t('IAM role that Glue uses for the transform: its name or ARN'),
    value: draft.role,
    placeholder: 'arn:aws:iam::123456789012:role/GlueFindMatches',
    validate: (text) =>
      /^(arn:aws[\w-]*:iam::\d{12}:role\/.+|[\w+=,.@/-]{1,512})$/.test(text)
        ? undefined
        : vscode.l10n.t('Enter a role’s name or ARN.'),
  }),
});

/** @param keyChecked whether the values of the primary key were looked at */
function reviewLines(
  draft: TransformDraft,
  local: boolean,
  keyChecked: boolean,
): readonly (readonly [string, string])[] {
  const lines: (readonly [string, string])[] = [
    [vscode.l10n.t('Name'), draft.name],
    [vscode.l10n.t('Table'), `${draft.database}.${draft.table}`],
    [
      vscode.l10n.t('Primary key'),
      keyChecked
        ? draft.primaryKey
        : vscode.l10n.t('{0} (not checked: make sure that no value occurs twice)', draft.primaryKey),
    ],
    ...tradeoffLines(draft),
  ];
  if (!local) {
    const tags = Object.entries(draft.tags).map(([key, value]) => `${key}=${value}`);
    lines.push(
      [vscode.l10n.t('Role'), draft.role],
      [vscode.l10n.t('Glue version'), draft.glueVersion],
      [vscode.l10n.t('Capacity'), capacityText(draft.capacity)],
      [vscode.l10n.t('Encryption'), draft.kmsKeyId ?? vscode.l10n.t('None')],
      [vscode.l10n.t('Tags'), tags.join(', ') || vscode.l10n.t('None')],
    );
  }
  return lines;
}

function toRequest(draft: TransformDraft): Parameters<GlueService['createMLTransform']>[0] {
  const { capacity } = draft;
  return {
    Name: draft.name,
    InputRecordTables: [{ DatabaseName: draft.database, TableName: draft.table }],
    Parameters: {
      TransformType: 'FIND_MATCHES',
      FindMatchesParameters: {
        PrimaryKeyColumnName: draft.primaryKey,
        PrecisionRecallTradeoff: draft.precisionRecall,
        AccuracyCostTradeoff: draft.accuracyCost,
        EnforceProvidedLabels: draft.enforce,
      },
    },
    Role: draft.role,
    GlueVersion: draft.glueVersion,
    // Capacity is one or the other: the service refuses both.
    MaxCapacity: capacity?.kind === 'dpu' ? capacity.count : undefined,
    WorkerType: capacity?.kind === 'workers' ? capacity.type : undefined,
    NumberOfWorkers: capacity?.kind === 'workers' ? capacity.count : undefined,
    Tags: Object.keys(draft.tags).length > 0 ? { ...draft.tags } : undefined,
    TransformEncryption:
      draft.kmsKeyId === undefined
        ? undefined
        : { MlUserDataEncryption: { MlUserDataEncryptionMode: 'SSE-KMS', KmsKeyId: draft.kmsKeyId } },
  };
}
