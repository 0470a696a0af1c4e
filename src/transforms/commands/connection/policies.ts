import { partitionOf } from '../../../connection/profiles/regions';
import type { MLTransform } from '../../../connection/services';

/** Who a policy is for: who labels, who owns the transform, and the role that Glue itself uses. */
export type Audience = 'labeler' | 'owner' | 'role';

export interface PolicyScope {
  readonly transform: MLTransform;
  readonly region: string;
  /** Undefined stands for any account. */
  readonly account: string | undefined;
  readonly bucket: string;
  /** The location of the transform's table, `s3://bucket/prefix/`, if it is known. */
  readonly tableLocation: string | undefined;
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** A minimal IAM policy for one transform and one bucket. */
export function policyFor(
  audience: Audience,
  scope: PolicyScope,
): { readonly Version: string; readonly Statement: object[] } {
  const { transform, bucket } = scope;
  const partition = partitionOf(scope.region).id;
  const account = scope.account ?? '*';
  const arn = (resource: string) => `arn:${partition}:glue:${scope.region}:${account}:${resource}`;
  const one = arn(`mlTransform/${transform.TransformId}`);
  const table = transform.InputRecordTables?.[0];
  const catalog = [
    arn('catalog'),
    arn(`database/${table?.DatabaseName}`),
    arn(`table/${table?.DatabaseName}/${table?.TableName}`),
  ];
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  const files: Statement[] = [
    { Sid: 'ListLabelingFiles', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: bucketArn },
    // Conditional writes (If-Match) need GetObject besides PutObject.
    { Sid: 'LabelingFiles', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `${bucketArn}/*` },
  ];
  const read: Statement[] = [
    // Listing can't be limited to one transform.
    { Sid: 'ListTransforms', Effect: 'Allow', Action: ['glue:GetMLTransforms'], Resource: '*' },
    {
      Sid: 'ReadTransform',
      Effect: 'Allow',
      Action: ['glue:GetMLTransform', 'glue:GetMLTaskRun', 'glue:GetMLTaskRuns'],
      Resource: one,
    },
  ];
  const teach: Statement = {
    Sid: 'TeachTransform',
    Effect: 'Allow',
    Action: [
      'glue:StartMLLabelingSetGenerationTaskRun',
      'glue:StartImportLabelsTaskRun',
      'glue:StartExportLabelsTaskRun',
      'glue:StartMLEvaluationTaskRun',
      'glue:CancelMLTaskRun',
    ],
    Resource: one,
  };
  const statements = {
    labeler: () => [...read, ...files],
    owner: () => [...read, teach, ...owning(scope, arn, one, catalog), ...files],
    role: () => [
      {
        Sid: 'ReadCatalog',
        Effect: 'Allow',
        Action: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
        Resource: catalog,
      },
      ...tableData(scope, partition),
      ...files,
      ...keyUse(transform),
    ],
  };
  return { Version: '2012-10-17', Statement: statements[audience]() };
}

function owning(
  scope: PolicyScope,
  arn: (resource: string) => string,
  one: string,
  catalog: readonly string[],
): Statement[] {
  const { Role: role } = scope.transform;
  const statements: Statement[] = [
    {
      Sid: 'CreateTransform',
      Effect: 'Allow',
      Action: ['glue:CreateMLTransform', 'glue:TagResource'],
      Resource: arn('mlTransform/*'),
    },
    {
      Sid: 'OwnTransform',
      Effect: 'Allow',
      Action: ['glue:UpdateMLTransform', 'glue:DeleteMLTransform'],
      Resource: one,
    },
    {
      Sid: 'ChooseTable',
      Effect: 'Allow',
      Action: ['glue:GetDatabases', 'glue:GetTables', 'glue:GetTable'],
      Resource: [...catalog, arn('database/*'), arn('table/*')],
    },
  ];
  if (role?.startsWith('arn:')) {
    const service = { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } };
    statements.push({ Sid: 'PassRole', Effect: 'Allow', Action: ['iam:PassRole'], Resource: role, Condition: service });
  }
  return statements;
}

function tableData({ tableLocation }: PolicyScope, partition: string): Statement[] {
  const found = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(tableLocation ?? '');
  if (found === null) {
    return [];
  }
  const bucket = `arn:${partition}:s3:::${found[1]}`;
  const prefix = (found[2] ?? '').replace(/\/?$/, found[2] ? '/' : '');
  return [
    {
      Sid: 'ReadTable',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [bucket, `${bucket}/${prefix}*`],
    },
  ];
}

function keyUse({ TransformEncryption: encryption }: MLTransform): Statement[] {
  const key = encryption?.MlUserDataEncryption?.KmsKeyId;
  return key?.startsWith('arn:')
    ? [{ Sid: 'UseKey', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key }]
    : [];
}
