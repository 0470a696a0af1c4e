import { readFileSync } from 'node:fs';

interface Reference {
  readonly shape: string;
}

interface ModelShape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Reference>>;
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly output: Reference; readonly errors: readonly Reference[] }>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/**
 * Judges raw answers by the service model as AWS publishes it (botocore's form), with code that shares nothing with what Local Glue
 * checks requests with.
 */
export class ServiceModel {
  readonly #model: Model;

  constructor(file: string) {
    this.#model = JSON.parse(readFileSync(file, 'utf8')) as Model;
  }

  operations(): string[] {
    return Object.keys(this.#model.operations);
  }

  errors(operation: string): string[] {
    return this.#model.operations[operation]?.errors.map(({ shape }) => shape) ?? [];
  }

  /** What an operation's raw answer has that the model does not allow; empty when all is well. */
  judge(operation: string, answer: unknown): string[] {
    const output = this.#model.operations[operation]?.output;
    return output ? [...this.#judge(output, answer, operation)] : [`${operation} is not in the model`];
  }

  *#judge({ shape: name }: Reference, value: unknown, path: string): Generator<string> {
    const shape = this.#model.shapes[name];
    if (!shape) {
      yield `${path}: no shape ${name}`;
    } else if (shape.type === 'structure') {
      yield* this.#judgeStructure(shape, value, path);
    } else if (shape.type === 'list') {
      const items = Array.isArray(value) ? value : [];
      yield* expectation(Array.isArray(value), `${path}: not a list`);
      yield* withinLimits(shape, items.length, path);
      for (const [index, item] of items.entries()) {
        yield* this.#judge(shape.member ?? { shape: '' }, item, `${path}[${index}]`);
      }
    } else if (shape.type === 'map') {
      for (const [key, item] of Object.entries(isObject(value) ? value : { '': value })) {
        yield* this.#judge(shape.key ?? { shape: '' }, key, `${path} key`);
        yield* this.#judge(shape.value ?? { shape: '' }, item, `${path}.${key}`);
      }
    } else {
      yield* judgeScalar(shape, value, path);
    }
  }

  *#judgeStructure(shape: ModelShape, value: unknown, path: string): Generator<string> {
    if (!isObject(value)) {
      yield `${path}: not a structure`;
      return;
    }
    for (const name of shape.required ?? []) {
      yield* expectation(name in value, `${path}.${name} is missing`);
    }
    for (const [name, member] of Object.entries(value)) {
      const reference = shape.members?.[name];
      if (reference) {
        yield* this.#judge(reference, member, `${path}.${name}`);
      } else {
        yield `${path}.${name} is not in the model`;
      }
    }
  }
}

function* judgeScalar(shape: ModelShape, value: unknown, path: string): Generator<string> {
  if (shape.type === 'string') {
    if (typeof value !== 'string') {
      yield `${path}: not a string`;
      return;
    }
    yield* withinLimits(shape, value.length, path);
    yield* expectation(!shape.enum || shape.enum.includes(value), `${path}: ${value} is not in the enum`);
    const pattern = shape.pattern && new RegExp(`^(?:${shape.pattern})$`, 'u');
    yield* expectation(!pattern || pattern.test(value), `${path}: ${value} does not match ${shape.pattern}`);
  } else if (shape.type === 'boolean') {
    yield* expectation(typeof value === 'boolean', `${path}: not a boolean`);
  } else {
    // Timestamps of the JSON protocol are numbers of seconds; one in milliseconds would be far in the future.
    yield* expectation(typeof value === 'number', `${path}: not a number`);
    const whole = shape.type === 'integer' || shape.type === 'long';
    yield* expectation(!whole || Number.isInteger(value), `${path}: not an integer`);
    yield* expectation(shape.type !== 'timestamp' || Number(value) < 5e9, `${path}: not in seconds`);
    if (typeof value === 'number') {
      yield* withinLimits(shape, value, path);
    }
  }
}

function* withinLimits({ min, max }: ModelShape, size: number, path: string): Generator<string> {
  yield* expectation(min === undefined || size >= min, `${path}: ${size} is less than ${min}`);
  yield* expectation(max === undefined || size <= max, `${path}: ${size} is more than ${max}`);
}

function* expectation(holds: boolean, otherwise: string): Generator<string> {
  if (!holds) {
    yield otherwise;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
