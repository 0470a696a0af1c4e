import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Connections } from '../../../src/connection/connections';
import type { ConnectionChoice } from '../../../src/connection/ids';
import { AwsFilesWatcher } from '../../../src/connection/profiles/awsFilesWatcher';
import type { Connection } from '../../../src/connection/services';

/** A connection that is never used; it only counts how often it starts over. */
class Idle implements Connection {
  readonly kind = 'aws';
  forgotten = 0;
  renewable = false;

  constructor(
    readonly id: string,
    readonly label: string,
    readonly region: string,
  ) {}

  glue(): Promise<never> {
    return Promise.reject(new Error('not used'));
  }

  s3(): Promise<never> {
    return Promise.reject(new Error('not used'));
  }

  forget(): void {
    this.forgotten++;
  }

  async filesChanged(): Promise<boolean> {
    return this.renewable;
  }
}

function make(configured: ConnectionChoice) {
  const parts = { configured, chosen: undefined as ConnectionChoice | undefined, made: [] as Idle[] };
  const add = (connection: Idle) => {
    parts.made.push(connection);
    return connection;
  };
  const connections = new Connections({
    configured: () => parts.configured,
    memory: {
      get: () => parts.chosen,
      set: async (choice) => {
        parts.chosen = choice;
      },
    },
    makeLocal: () => add(new Idle('local', 'Local', 'us-east-1')),
    makeAws: (profile, region) => add(new Idle(`${profile}.${region}`, `${profile} · ${region}`, region)),
  });
  const seen: (string | undefined)[] = [];
  connections.onDidChange((connection) => seen.push(connection?.label));
  return { connections, parts, seen };
}

const aws = (profile: string, region = 'eu-west-1') => ({ kind: 'aws', profile, region }) as const;

describe('connections', () => {
  test('begin with what the settings say', () => {
    expect(make({ kind: 'none' }).connections.current).toBeUndefined();
    expect(make(aws('a')).connections.current?.label).toBe('a · eu-west-1');
  });

  test('a choice wins over the settings until these change', async () => {
    const { connections, parts, seen } = make(aws('a'));
    await connections.use({ kind: 'local' });
    expect(connections.current?.label).toBe('Local');
    parts.configured = aws('b');
    await connections.settingsChanged();
    expect(connections.current?.label).toBe('b · eu-west-1');
    await connections.use({ kind: 'none' });
    expect(connections.current).toBeUndefined();
    expect(seen).toEqual(['Local', 'b · eu-west-1', undefined]);
  });

  test('are made once each, also by the authority of a URI', () => {
    const { connections, parts } = make(aws('a'));
    expect(connections.byId('aws.eu-west-1.a')).toBe(connections.current);
    expect(connections.byId('aws.us-east-1.a')).not.toBe(connections.current);
    connections.byId('aws.us-east-1.a');
    expect(connections.byId('nonsense')).toBeUndefined();
    expect(parts.made.length).toBe(2);
  });

  test('changed files bring the view to ask again only when it had failed', async () => {
    const { connections, parts, seen } = make(aws('a'));
    await connections.filesChanged();
    expect(seen).toEqual([]);
    const [first] = parts.made;
    if (first !== undefined) {
      first.renewable = true;
    }
    await connections.filesChanged();
    expect(seen).toEqual(['a · eu-west-1']);
  });

  test('starting over forgets the credentials of all', () => {
    const { connections, parts } = make(aws('a'));
    connections.byId('local');
    connections.renew();
    expect(parts.made.map(({ forgotten }) => forgotten)).toEqual([1, 1]);
  });
});

test('changes of the AWS files and of sign-ins are noticed, once for a burst', async () => {
  const home = mkdtempSync(join(tmpdir(), 'aws-watch-'));
  const cache = join(home, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  const changed = vi.fn();
  const watcher = new AwsFilesWatcher({ HOME: home }, changed);
  try {
    watcher.watch();
    writeFileSync(join(home, '.aws', 'config'), '[default]\n');
    writeFileSync(join(home, '.aws', 'credentials'), '[default]\n');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), 10_000);
    writeFileSync(join(cache, 'token.json'), '{}');
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2), 10_000);
  } finally {
    watcher.dispose();
    rmSync(home, { recursive: true, force: true });
  }
});
