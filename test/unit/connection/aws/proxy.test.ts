import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createServices } from '../../../../src/connection/aws/bundle';
import { bypasses } from '../../../../src/connection/aws/proxy';
import { toAwsError } from '../../../../src/connection/awsConnection';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) {
    close();
  }
});

test('HTTPS requests ask the proxy for a tunnel, with its credentials; a refusal is told as the proxy’s', async () => {
  const tunnels: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => proxy.close());
  const port = (proxy.address() as AddressInfo).port;
  const { glue } = createServices({
    region: 'us-east-1',
    profile: undefined,
    credentials: { kind: 'keys', accessKeyId: 'a', secretAccessKey: 'b' },
    endpoints: {},
    transport: { caBundle: undefined, proxy: { url: `http://me:pw@127.0.0.1:${port}`, except: '' } },
    toAwsError,
  });
  await expect(glue.getMLTransforms({})).rejects.toMatchObject({ code: 'ProxyError' });
  expect(tunnels[0]).toBe(`glue.us-east-1.amazonaws.com:443 Basic ${btoa('me:pw')}`);
});

test.each([
  ['glue.us-east-1.amazonaws.com', 'amazonaws.com', true],
  ['glue.us-east-1.amazonaws.com', '.amazonaws.com', true],
  ['glue.us-east-1.amazonaws.com', '*.amazonaws.com, localhost', true],
  ['localhost', 'example.com localhost:8080', true],
  ['anything', '*', true],
  ['notamazonaws.com', 'amazonaws.com', false],
  ['x', '', false],
])('%s with NO_PROXY “%s” goes around the proxy: %s', (host, noProxy, expected) => {
  expect(bypasses(host, noProxy)).toBe(expected);
});
