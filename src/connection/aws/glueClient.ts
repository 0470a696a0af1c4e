import {
  BatchStopJobRunCommand,
  CancelMLTaskRunCommand,
  CreateDatabaseCommand,
  CreateMLTransformCommand,
  CreateTableCommand,
  DeleteMLTransformCommand,
  GetDatabasesCommand,
  GetJobRunCommand,
  GetMLTaskRunCommand,
  GetMLTaskRunsCommand,
  GetMLTransformCommand,
  GetMLTransformsCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  type GlueClientConfig,
  StartExportLabelsTaskRunCommand,
  StartImportLabelsTaskRunCommand,
  StartJobRunCommand,
  StartMLEvaluationTaskRunCommand,
  StartMLLabelingSetGenerationTaskRunCommand,
  UpdateMLTransformCommand,
} from '@aws-sdk/client-glue';
import type { GlueService } from '../services';
import { abortable, type Guard } from './guard';

/** The Glue operations over the SDK's client. `guard` turns every rejection into an AwsError. */
export function createGlueService(config: GlueClientConfig, guard: Guard): GlueService {
  const client = new GlueClient(config);
  return {
    getMLTransforms: (input, o) => guard(() => client.send(new GetMLTransformsCommand(input), abortable(o))),
    getMLTransform: (input, o) => guard(() => client.send(new GetMLTransformCommand(input), abortable(o))),
    createMLTransform: (input, o) => guard(() => client.send(new CreateMLTransformCommand(input), abortable(o))),
    updateMLTransform: (input, o) => guard(() => client.send(new UpdateMLTransformCommand(input), abortable(o))),
    deleteMLTransform: (input, o) => guard(() => client.send(new DeleteMLTransformCommand(input), abortable(o))),
    getMLTaskRuns: (input, o) => guard(() => client.send(new GetMLTaskRunsCommand(input), abortable(o))),
    getMLTaskRun: (input, o) => guard(() => client.send(new GetMLTaskRunCommand(input), abortable(o))),
    cancelMLTaskRun: (input, o) => guard(() => client.send(new CancelMLTaskRunCommand(input), abortable(o))),
    startMLLabelingSetGenerationTaskRun: (input, o) =>
      guard(() => client.send(new StartMLLabelingSetGenerationTaskRunCommand(input), abortable(o))),
    startImportLabelsTaskRun: (input, o) =>
      guard(() => client.send(new StartImportLabelsTaskRunCommand(input), abortable(o))),
    startExportLabelsTaskRun: (input, o) =>
      guard(() => client.send(new StartExportLabelsTaskRunCommand(input), abortable(o))),
    startMLEvaluationTaskRun: (input, o) =>
      guard(() => client.send(new StartMLEvaluationTaskRunCommand(input), abortable(o))),
    getDatabases: (input, o) => guard(() => client.send(new GetDatabasesCommand(input), abortable(o))),
    createDatabase: (input, o) => guard(() => client.send(new CreateDatabaseCommand(input), abortable(o))),
    getTables: (input, o) => guard(() => client.send(new GetTablesCommand(input), abortable(o))),
    getTable: (input, o) => guard(() => client.send(new GetTableCommand(input), abortable(o))),
    createTable: (input, o) => guard(() => client.send(new CreateTableCommand(input), abortable(o))),
    startJobRun: (input, o) => guard(() => client.send(new StartJobRunCommand(input), abortable(o))),
    getJobRun: (input, o) => guard(() => client.send(new GetJobRunCommand(input), abortable(o))),
    batchStopJobRun: (input, o) => guard(() => client.send(new BatchStopJobRunCommand(input), abortable(o))),
  };
}
