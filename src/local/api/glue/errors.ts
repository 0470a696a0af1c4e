import { GlueError } from './error';

/** The errors of the Glue API, with its own words where the developer guide gives them. */

export function invalidInput(message: string): GlueError {
  return new GlueError('InvalidInputException', 400, message);
}

export function entityNotFound(message: string): GlueError {
  return new GlueError('EntityNotFoundException', 400, message);
}

export function alreadyExists(message: string): GlueError {
  return new GlueError('AlreadyExistsException', 400, message);
}

export function concurrentModification(message: string): GlueError {
  return new GlueError('ConcurrentModificationException', 400, message);
}

export function limitExceeded(message: string): GlueError {
  return new GlueError('ResourceNumberLimitExceededException', 400, message);
}

export function concurrentRunsExceeded(message: string): GlueError {
  return new GlueError('ConcurrentRunsExceededException', 400, message);
}

export function transformNotReady(): GlueError {
  return new GlueError(
    'MLTransformNotReadyException',
    400,
    'This operation can only be applied to a transform that is in a READY state.',
  );
}

export function unknownOperation(operation: string): GlueError {
  return new GlueError('UnknownOperationException', 400, `Local Glue has no operation ${operation}.`);
}

export function transformNotFound(account: string, transformId: string): GlueError {
  return entityNotFound(`Cannot find MLTransform in account ${account} with handle ${transformId}.`);
}

export function taskRunNotFound(account: string, transformId: string, taskRunId: string): GlueError {
  return entityNotFound(`No ML Task Run found for ${taskRunId}: in account ${account} for transform ${transformId}.`);
}
