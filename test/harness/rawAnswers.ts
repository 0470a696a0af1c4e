import { Readable } from 'node:stream';
import type { GlueClient } from '@aws-sdk/client-glue';

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
  readonly requestId: string | undefined;
}

/** Records every answer that a client gets from now on, before the SDK makes objects of it. */
export function recordAnswers(client: GlueClient): RawAnswer[] {
  const answers: RawAnswer[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const response = result.response as { statusCode: number; headers: Record<string, string>; body: Readable };
        const chunks: Uint8Array[] = [];
        for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
          chunks.push(chunk);
        }
        const bytes = Buffer.concat(chunks);
        response.body = Readable.from([bytes]);
        answers.push({
          operation: commandName.replace(/Command$/, ''),
          status: response.statusCode,
          body: JSON.parse(bytes.toString('utf8')),
          requestId: response.headers['x-amzn-requestid'],
        });
        return result;
      },
    { step: 'deserialize', priority: 'low', name: 'recordAnswers' },
  );
  return answers;
}
