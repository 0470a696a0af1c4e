// Writes shapes.json, the compact table that requests and answers are checked against, from the service model of Glue.
// Usage: node src/local/api/glue/generateShapes.mjs [MODEL.json [OUTPUT.json]], then `npm run format`.
import { readFileSync, writeFileSync } from 'node:fs';

const modelFile =
  process.argv[2] ?? new URL('../../../../../shared/data/glue-model/glue-ml-transforms.json', import.meta.url);
const model = JSON.parse(readFileSync(modelFile, 'utf8'));

/** Visual-job graphs: 200 shapes of AWS Glue Studio that Local Glue neither takes nor answers. */
const opaque = new Set(['CodeGenConfigurationNodes']);

const patterns = [];
const shapes = {};

function patternIndex(pattern) {
  // The `u` flag reads the model's surrogate pairs as the code points they stand for.
  new RegExp(pattern, 'u');
  const known = patterns.indexOf(pattern);
  return known >= 0 ? known : patterns.push(pattern) - 1;
}

/** The compact form of one shape; documentation, deprecation and boxing are left out. */
function compact(name, shape) {
  const { type, min, max, pattern, enum: values, required, timestampFormat } = shape;
  const result = { type };
  if (min !== undefined) result.min = min;
  if (max !== undefined) result.max = max;
  if (pattern !== undefined) result.pattern = patternIndex(pattern);
  if (values !== undefined) result.enum = values;
  if (timestampFormat !== undefined) result.timestampFormat = timestampFormat;
  if (opaque.has(name)) return { type: 'document' };
  if (shape.document) return { type: 'document' };
  if (required?.length) result.required = required;
  if (shape.members) result.members = mapValues(shape.members, ({ shape: member }) => visit(member));
  if (shape.member) result.member = visit(shape.member.shape);
  if (shape.key) result.key = visit(shape.key.shape);
  if (shape.value) result.value = visit(shape.value.shape);
  return result;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** Adds a shape and everything it is made of; returns its name. */
function visit(name) {
  if (!(name in shapes)) {
    shapes[name] = {};
    shapes[name] = compact(name, model.shapes[name]);
  }
  return name;
}

const operations = mapValues(model.operations, ({ input, output, errors }) => ({
  input: visit(input.shape),
  output: visit(output.shape),
  errors: errors.map(({ shape }) => shape),
}));

const target = process.argv[3] ?? new URL('./shapes.json', import.meta.url);
const lines = (object) =>
  Object.keys(object)
    .sort()
    .map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(object[key])}`)
    .join(',\n');
writeFileSync(
  target,
  `{\n  "patterns": ${JSON.stringify(patterns)},\n  "operations": {\n${lines(operations)}\n  },\n  "shapes": {\n${lines(shapes)}\n  }\n}\n`,
);
process.stdout.write(`${Object.keys(operations).length} operations, ${Object.keys(shapes).length} shapes\n`);
