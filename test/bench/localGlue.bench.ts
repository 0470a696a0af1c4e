// Requests a second that Local Glue answers: HeadObject and GetMLTransforms (100 transforms), over 50 kept-alive connections, each
// request signed as an SDK would. The client is plain node:http, for the SDK itself would be what is measured.
// Usage: npm run bench:local
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMLTransformCommand } from '@aws-sdk/client-glue';
import { type LocalGlue, startLocalGlue } from '../harness/localGlue.ts';
import { signedHeaders, type Unsigned } from '../harness/sign.ts';

const connections = 50;
const seconds = 5;

type Call = Required<Unsigned>;

function send(call: Call, local: LocalGlue, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { ...signedHeaders(call, local), 'content-length': Buffer.byteLength(call.body) };
    const outgoing = request(local.endpoint + call.path, { method: call.method, agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) {
          resolve();
        } else {
          reject(new Error(`${call.path} was answered with ${response.statusCode}`));
        }
      });
    });
    outgoing.on('error', reject).end(call.body);
  });
}

async function measure(name: string, call: Call, local: LocalGlue): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const started = performance.now();
  const worker = async () => {
    while (performance.now() - started < seconds * 1000) {
      const before = performance.now();
      await send(call, local, agent);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const rate = (times.length / (performance.now() - started)) * 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(`${name}: ${Math.round(rate)} requests/s, median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms`);
  agent.destroy();
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const file = join(folder, 'persons.csv');
writeFileSync(file, 'id,given_name,surname,born\n1,Ann,Lee,1990-01-01\n2,Anne,Lee,1990-01-01\n');
const table = { database: 'demo', table: 'persons', file, primaryKey: 'id' };
const local = await startLocalGlue({ tables: [table], args: ['--log-level', 'warn'] });
try {
  for (let at = 1; at < 100; at++) {
    await local.glue.send(
      new CreateMLTransformCommand({
        Name: `transform ${at}`,
        InputRecordTables: [{ DatabaseName: 'demo', TableName: 'persons' }],
        Parameters: { TransformType: 'FIND_MATCHES', FindMatchesParameters: { PrimaryKeyColumnName: 'id' } },
        Role: 'any',
      }),
    );
  }
  console.log(
    `${connections} connections, ${seconds} s each, client and server on ${availableParallelism()} processors`,
  );
  const head: Call = {
    method: 'HEAD',
    path: '/demo-persons/persons/persons.csv',
    service: 's3',
    headers: {},
    body: '',
  };
  await measure('HeadObject', head, local);
  const glueCall = (operation: string, input: object): Call => ({
    method: 'POST',
    path: '/',
    service: 'glue',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSGlue.${operation}` },
    body: JSON.stringify(input),
  });
  await measure('GetMLTransforms, 1 of 100', glueCall('GetMLTransforms', { MaxResults: 1 }), local);
  await measure('GetMLTransforms, 100 of 100', glueCall('GetMLTransforms', {}), local);
} finally {
  await local.stop();
  rmSync(folder, { recursive: true });
}
