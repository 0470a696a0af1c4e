import table from './shapes.json' with { type: 'json' };

/** One shape of the service model; `member`, `key`, `value` and the values of `members` are names of shapes. */
export interface Shape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  /** Index into the table's patterns. */
  readonly pattern?: number;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly timestampFormat?: string;
}

/** The shapes of one operation, and the error names it may answer with besides the protocol's own. */
export interface Operation {
  readonly input: string;
  readonly output: string;
  readonly errors: readonly string[];
}

const operations: Readonly<Record<string, Operation>> = table.operations;
const shapes: Readonly<Record<string, Shape>> = table.shapes;
/** Whole-string patterns; the model's surrogate pairs are code points, hence the `u` flag. */
const patterns: readonly RegExp[] = table.patterns.map((pattern) => new RegExp(`^(?:${pattern})$`, 'u'));

/** The operation of that name, or undefined where the model has none. */
export function findOperation(name: string): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}

/** All operations of the model, in alphabetical order. */
export function operationNames(): readonly string[] {
  return Object.keys(operations);
}

/** The shape of that name; names come from the model itself, so a miss is a fault of the table. */
export function findShape(name: string): Shape {
  const shape = shapes[name];
  if (!shape) {
    throw new Error(`The service model has no shape ${name}.`);
  }
  return shape;
}

/** The pattern a string shape must match as a whole, as written in the model. */
export function findPattern(index: number): { readonly source: string; readonly test: RegExp } {
  const test = patterns[index];
  const source = table.patterns[index];
  if (!test || source === undefined) {
    throw new Error(`The service model has no pattern ${index}.`);
  }
  return { source, test };
}
