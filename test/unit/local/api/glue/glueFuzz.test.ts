import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOperation, findShape, operationNames } from '../../../../../src/local/api/glue/model';
import { fuzz } from '../../../../harness/fuzz';
import { type LocalGlue, startLocalGlue } from '../../../../harness/localGlue';
import { Random } from '../../../../harness/random';
import { ServiceModel } from '../../../../harness/serviceModel';
import { sharedData } from '../../../../harness/sharedData';
import { signedHeaders } from '../../../../harness/sign';

const { seed, rounds: requests } = fuzz(1000);
const modelFile = sharedData('glue-model', 'glue-ml-transforms.json');
const model = modelFile === undefined ? undefined : new ServiceModel(modelFile);
let local: LocalGlue;

beforeAll(async () => {
  local = await startLocalGlue({ args: ['--log-level', 'warn'] });
});

afterAll(async () => {
  await local?.stop();
});

/** What the protocol itself may answer, besides the errors an operation's model lists. */
const protocolErrors = ['SerializationException', 'UnknownOperationException'];

test(`${requests} requests of any shape get an answer that the API defines, and the server stays (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const random = new Random(seed);
  const tally = { accepted: 0, refused: 0 };
  for (let at = 0; at < requests; at += 20) {
    await Promise.all(Array.from({ length: 20 }, () => tryOne(random, tally)));
  }
  console.log(`${tally.accepted} accepted, ${tally.refused} refused`);
  expect(tally.accepted).toBeGreaterThan(requests / 20);
  expect((await local.log()).filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

async function tryOne(random: Random, tally: { accepted: number; refused: number }): Promise<void> {
  const operation = random.chance(0.02) ? 'DoAnything' : random.pick(operationNames());
  const body = makeBody(operation, random);
  const { status, answer } = await send(operation, body);
  const told = `${operation} ${body.slice(0, 500)}`;
  if (status === 200) {
    tally.accepted += 1;
    expect([told, model?.judge(operation, answer) ?? []]).toEqual([told, []]);
    return;
  }
  tally.refused += 1;
  expect([told, status]).toEqual([told, 400]);
  const { __type: name, Message } = answer as { __type: string; Message: string };
  expect([...(findOperation(operation)?.errors ?? []), ...protocolErrors]).toContain(name);
  expect(Message).not.toBe('');
}

function makeBody(operation: string, random: Random): string {
  if (random.chance(0.03)) {
    return random.pick([
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"a":}',
      '\u0000',
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    ]);
  }
  const input = findOperation(operation)?.input;
  // Half of the requests are meant to be right; the other half go wrong somewhere.
  return JSON.stringify(input ? value(input, random, random.chance(0.5) ? 0 : 0.1, 0) : {});
}

/** A value of a shape; with the given probability, each part of it is something else instead. */
function value(name: string, random: Random, wrong: number, depth: number): unknown {
  if (random.chance(wrong)) {
    return odd(random);
  }
  const shape = findShape(name);
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).filter(
        ([member]) => shape.required?.includes(member) || random.chance(depth > 3 ? 0 : 0.3),
      );
      const entries = members.map(([member, type]) => [member, value(type, random, wrong, depth + 1)]);
      return Object.fromEntries(
        random.chance(wrong) ? [...entries, [random.pick(['Extra', '__proto__']), 1]] : entries,
      );
    }
    case 'list':
      return Array.from({ length: random.int(shape.min ?? 0, Math.max(shape.min ?? 0, 2)) }, () =>
        value(shape.member ?? '', random, wrong, depth + 1),
      );
    case 'map':
      return Object.fromEntries(
        Array.from({ length: random.int(shape.min ?? 0, 2) }, () => [
          random.pick(['key', '--TRANSFORM_ID', '__proto__', 'ключ']),
          value(shape.value ?? '', random, wrong, depth + 1),
        ]),
      );
    case 'string':
      return shape.enum
        ? random.pick(shape.enum)
        : random.pick(['a', 'b', 's3://a/b', '2.0', 'x'.repeat(255), 'é\u{1F600}']);
    case 'boolean':
      return random.chance(0.5);
    case 'document':
      return {};
    default:
      return random.int(shape.min ?? 0, shape.max ?? 100);
  }
}

function odd(random: Random): unknown {
  return random.pick<unknown>([
    null,
    '',
    -1,
    1e300,
    1.5,
    true,
    [],
    {},
    [[[]]],
    '\u0000\u0001',
    '\ud800',
    'x'.repeat(3000),
    '(a+)+$',
    '../../etc/passwd',
    'arn:aws:glue:us-east-1:000000000000:mlTransform/tfm-none',
    { toString: 1, constructor: 2 },
  ]);
}

async function send(operation: string, body: string): Promise<{ status: number; answer: unknown }> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSGlue.${operation}` };
  const signed = signedHeaders({ method: 'POST', path: '/', service: 'glue', headers, body }, local);
  const response = await fetch(local.endpoint, { method: 'POST', headers: signed, body });
  return { status: response.status, answer: await response.json() };
}
