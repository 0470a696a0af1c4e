import type { MatchMetrics } from '../../match/job';
import type { TransformRecord } from '../../state/records';
import { type GlueContext, seconds } from './context';

/** Labels make a transform READY, whether or not its quality was ever estimated. */
export function transformStatus({ state }: GlueContext, { id, deleting }: TransformRecord): string {
  if (deleting) {
    return 'DELETING';
  }
  return state.labelCount(id) > 0 ? 'READY' : 'NOT_READY';
}

/** Milliseconds; new labels and new metrics are changes of a transform too. */
export function lastModified({ state }: GlueContext, { id, modified }: TransformRecord): number {
  const { lastImport, lastEvaluation } = state.results(id);
  return Math.max(modified, lastImport?.completed ?? 0, lastEvaluation?.completed ?? 0);
}

/** A transform as GetMLTransform answers it. */
export function describeTransform(context: GlueContext, transform: TransformRecord) {
  const metrics = context.state.metrics(transform.id);
  return {
    TransformId: transform.id,
    Name: transform.name,
    Description: transform.description,
    Status: transformStatus(context, transform),
    CreatedOn: seconds(transform.created),
    LastModifiedOn: seconds(lastModified(context, transform)),
    InputRecordTables: [transform.table],
    Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: transform.parameters },
    EvaluationMetrics: metrics && {
      TransformType: 'FIND_MATCHES',
      FindMatchesMetrics: describeMetrics(metrics),
    },
    LabelCount: context.state.labelCount(transform.id),
    Schema: transform.schema,
    Role: transform.role,
    GlueVersion: transform.glueVersion,
    MaxCapacity: transform.maxCapacity,
    WorkerType: transform.workerType,
    NumberOfWorkers: transform.numberOfWorkers,
    Timeout: transform.timeout,
    MaxRetries: transform.maxRetries,
    TransformEncryption: transform.encryption,
  };
}

/** A measure that can't be told from the labels at hand is left out, as JSON has no way to say it. */
function known(measure: number): number | undefined {
  return Number.isFinite(measure) ? measure : undefined;
}

function describeMetrics(metrics: MatchMetrics) {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = metrics.confusionMatrix;
  return {
    AreaUnderPRCurve: known(metrics.areaUnderPrecisionRecallCurve),
    Precision: known(metrics.precision),
    Recall: known(metrics.recall),
    F1: known(metrics.f1),
    ConfusionMatrix: {
      NumTruePositives: truePositives,
      NumFalsePositives: falsePositives,
      NumTrueNegatives: trueNegatives,
      NumFalseNegatives: falseNegatives,
    },
    ColumnImportances: metrics.columnImportances.map(({ column, importance }) => ({
      ColumnName: column,
      Importance: importance,
    })),
  };
}
