import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { ToAwsError } from '../aws/guard';
import type { LocalEndpoint, SignFor } from '../aws/lease';
import type { AskLocalGlue } from '../services';

/** Local Glue's own operations: requests in Glue's protocol, signed as all others. Makes no request. */
export function askLocalGlue(
  local: LocalEndpoint,
  { signFor, toAwsError }: { readonly signFor: SignFor; readonly toAwsError: ToAwsError },
): AskLocalGlue {
  return async <Answer>(operation: string, input: object): Promise<Answer> => {
    let answer: Answered;
    try {
      answer = await send(local, signFor, operation, JSON.stringify(input));
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'Unknown';
      throw toAwsError({ message: cause instanceof Error ? cause.message : String(cause), code, cause });
    }
    const { status, body } = answer;
    if (status !== 200) {
      const { __type: code = 'Unknown', Message: message = '' } = body as { __type?: string; Message?: string };
      throw toAwsError({ message, code, status, cause: undefined });
    }
    return body as Answer;
  };
}

interface Answered {
  readonly status: number | undefined;
  readonly body: unknown;
}

async function send(local: LocalEndpoint, signFor: SignFor, operation: string, body: string): Promise<Answered> {
  const url = new URL('/', local.endpoint);
  const headers = await signFor(local, {
    service: 'glue',
    method: 'POST',
    url,
    hash: createHash('sha256').update(body).digest('hex'),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `LocalGlue.${operation}` },
  });
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers, agent: false });
    call.once('error', reject);
    call.once('response', (answer) => {
      json(answer).then((answered) => resolve({ status: answer.statusCode, body: answered }), reject);
    });
    call.end(body);
  });
}
