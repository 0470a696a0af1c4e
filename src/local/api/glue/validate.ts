import { findPattern, findShape, type Shape } from './model';

/** What is wrong with a value, in the words of the service's own validation. */
type Violations = Generator<string, void>;

/** More than this is of no use to anybody. */
const violationsShown = 10;
const valueShown = 200;

/**
 * Checks a value against a shape of the service model: unknown members, types, required members, enums, lengths,
 * ranges and patterns. Returns what is wrong as one text in the form the service uses ("1 validation error detected:
 * Value '0' at 'maxResults' failed to satisfy constraint: …"), or undefined when nothing is.
 */
export function validate(shapeName: string, value: unknown): string | undefined {
  const violations = [...check(shapeName, value, '')];
  if (violations.length === 0) {
    return undefined;
  }
  const noun = violations.length === 1 ? 'validation error' : 'validation errors';
  return `${violations.length} ${noun} detected: ${violations.slice(0, violationsShown).join('; ')}`;
}

function* check(shapeName: string, value: unknown, path: string): Violations {
  const shape = findShape(shapeName);
  switch (shape.type) {
    case 'structure':
      yield* checkStructure(shape, value, path);
      break;
    case 'list':
      yield* checkList(shape, value, path);
      break;
    case 'map':
      yield* checkMap(shape, value, path);
      break;
    case 'string':
      yield* checkString(shape, value, path);
      break;
    case 'boolean':
      if (typeof value !== 'boolean') {
        yield wrongType('a boolean', value, path);
      }
      break;
    case 'timestamp':
      yield* checkTimestamp(shape, value, path);
      break;
    case 'document':
      break;
    default:
      yield* checkNumber(shape, value, path);
  }
}

function* checkStructure(shape: Shape, value: unknown, path: string): Violations {
  if (!isObject(value)) {
    yield wrongType('a structure', value, path);
    return;
  }
  const members = shape.members ?? {};
  for (const name of shape.required ?? []) {
    if (isAbsent(value[name])) {
      yield fail('null', join(path, name), 'Member must not be null');
    }
  }
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(members, name) ? members[name] : undefined;
    if (known === undefined) {
      yield fail(show(member), join(path, name), `There is no member ${name} here`);
    } else if (!isAbsent(member)) {
      yield* check(known, member, join(path, name));
    }
  }
}

function* checkList(shape: Shape, value: unknown, path: string): Violations {
  if (!Array.isArray(value)) {
    yield wrongType('a list', value, path);
    return;
  }
  yield* checkLength(shape, value, value.length, path);
  for (const [index, item] of value.entries()) {
    if (isAbsent(item)) {
      yield fail('null', `${path}.${index + 1}.member`, 'Member must not be null');
    } else {
      yield* check(shape.member ?? '', item, `${path}.${index + 1}.member`);
    }
  }
}

function* checkMap(shape: Shape, value: unknown, path: string): Violations {
  if (!isObject(value)) {
    yield wrongType('a map', value, path);
    return;
  }
  const entries = Object.entries(value);
  yield* checkLength(shape, value, entries.length, path);
  for (const [key, item] of entries) {
    yield* check(shape.key ?? '', key, `${path}.${key}.key`);
    if (isAbsent(item)) {
      yield fail('null', `${path}.${key}.member`, 'Member must not be null');
    } else {
      yield* check(shape.value ?? '', item, `${path}.${key}.member`);
    }
  }
}

function* checkString(shape: Shape, value: unknown, path: string): Violations {
  if (typeof value !== 'string') {
    yield wrongType('a string', value, path);
    return;
  }
  if (shape.enum && !shape.enum.includes(value)) {
    yield fail(show(value), path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  }
  yield* checkLength(shape, value, value.length, path);
  if (shape.pattern !== undefined) {
    const { source, test } = findPattern(shape.pattern);
    if (!test.test(value)) {
      yield fail(show(value), path, `Member must satisfy regular expression pattern: ${source}`);
    }
  }
}

function* checkLength(shape: Shape, value: unknown, length: number, path: string): Violations {
  if (shape.min !== undefined && length < shape.min) {
    yield fail(show(value), path, `Member must have length greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && length > shape.max) {
    yield fail(show(value), path, `Member must have length less than or equal to ${shape.max}`);
  }
}

function* checkNumber(shape: Shape, value: unknown, path: string): Violations {
  const whole = shape.type !== 'double' && shape.type !== 'float';
  if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
    yield wrongType(whole ? 'an integer' : 'a number', value, path);
    return;
  }
  if (shape.type === 'integer' && (value > 2_147_483_647 || value < -2_147_483_648)) {
    yield wrongType('an integer', value, path);
    return;
  }
  if (shape.min !== undefined && value < shape.min) {
    yield fail(show(value), path, `Member must have value greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && value > shape.max) {
    yield fail(show(value), path, `Member must have value less than or equal to ${shape.max}`);
  }
}

/** The JSON protocol writes a timestamp as epoch seconds with a fraction, unless the model says otherwise. */
function* checkTimestamp(shape: Shape, value: unknown, path: string): Violations {
  if (shape.timestampFormat === 'iso8601') {
    if (typeof value !== 'string') {
      yield wrongType('a timestamp', value, path);
    }
  } else if (typeof value !== 'number') {
    yield wrongType('a timestamp in epoch seconds', value, path);
  }
}

function wrongType(expected: string, value: unknown, path: string): string {
  return fail(show(value), path, `Member must be ${expected}`);
}

function fail(shown: string, path: string, constraint: string): string {
  const value = shown === 'null' ? 'null' : `'${shown}'`;
  return `Value ${value} at '${path || 'request'}' failed to satisfy constraint: ${constraint}`;
}

/** The protocol reads an explicit null as a member that is not there. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return path ? `${path}.${member}` : member;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueShown ? `${text.slice(0, valueShown)}…` : text;
}
