import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that the stand-in got. */
export interface Seen {
  readonly service: 'glue' | 's3' | 'sts' | 'sso';
  /** The access key id that signed it; for SSO the bearer token. */
  readonly identity: string;
  readonly body: string;
  readonly url: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** STS, SSO and Glue on one loopback port, as far as getting credentials and using them once goes. */
export class FakeAws {
  readonly seen: Seen[] = [];
  /** The MFA code that STS takes. */
  mfaCode = '123456';
  /** The SSO token that is still good. */
  ssoToken = 'good-token';
  /** Access key ids that Glue takes for expired. */
  readonly expired = new Set<string>();
  /** What requests signed with an expired key are answered with; services have several names for it. */
  expiredCode = 'ExpiredTokenException';
  /** Lifetime of what STS and SSO give, in milliseconds. */
  lifetime = 3_600_000;
  private count = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeAws> {
    const server = createServer();
    const fake = new FakeAws(server);
    server.on('request', (request, response) => {
      void read(request).then((body) => {
        const { status, body: text } = fake.answer(request, body);
        response.writeHead(status, { 'x-amzn-requestid': 'request-1' }).end(text);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private answer(request: IncomingMessage, body: string): Answer {
    const signer = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const url = request.url ?? '';
    if (request.headers['x-amz-target'] !== undefined) {
      this.seen.push({ service: 'glue', identity: signer, body, url });
      return this.expired.has(signer)
        ? { status: 400, body: `{"__type":"${this.expiredCode}","message":"The security token is expired"}` }
        : { status: 200, body: '{"Transforms":[]}' };
    }
    if (url.startsWith('/federation/credentials')) {
      const token = String(request.headers['x-amz-sso_bearer_token'] ?? '');
      this.seen.push({ service: 'sso', identity: token, body, url });
      return token === this.ssoToken
        ? this.roleCredentials()
        : { status: 401, body: '{"message":"Session token not found"}' };
    }
    this.seen.push({ service: 'sts', identity: signer, body, url });
    return this.assumeRole(new URLSearchParams(body));
  }

  private roleCredentials(): Answer {
    const roleCredentials = {
      accessKeyId: `SSOKEY${++this.count}`,
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: Date.now() + this.lifetime,
    };
    return { status: 200, body: JSON.stringify({ roleCredentials }) };
  }

  private assumeRole(form: URLSearchParams): Answer {
    if (form.has('SerialNumber') && form.get('TokenCode') !== this.mfaCode) {
      return {
        status: 403,
        body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code.</Message></Error></ErrorResponse>',
      };
    }
    const action = form.get('Action');
    const expires = new Date(Date.now() + this.lifetime).toISOString();
    const credentials = `<AccessKeyId>STSKEY${++this.count}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expires}</Expiration>`;
    return {
      status: 200,
      body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>${credentials}</Credentials></${action}Result></${action}Response>`,
    };
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString();
}
