import type { Memento } from 'vscode';

/** Last answers, remembered for this workspace. Nothing secret is among them. */
export class Answers {
  constructor(private readonly memory: Memento) {}

  /** The folder that was answered last for a transform and a kind of file. */
  outputPath(connectionId: string, transformId: string, kind: string): string | undefined {
    return this.memory.get<string>(key('outputPath', connectionId, transformId, kind));
  }

  async setOutputPath(connectionId: string, transformId: string, kind: string, path: string): Promise<void> {
    await this.memory.update(key('outputPath', connectionId, transformId, kind), path);
    await this.memory.update(key('outputPath', connectionId), path);
  }

  /** The path answered last for any transform of the connection. */
  lastOutputPath(connectionId: string): string | undefined {
    return this.memory.get<string>(key('outputPath', connectionId));
  }

  role(connectionId: string): string | undefined {
    return this.memory.get<string>(key('role', connectionId));
  }

  async setRole(connectionId: string, role: string): Promise<void> {
    await this.memory.update(key('role', connectionId), role);
  }

  /** The AWS account of a connection, where nothing but the user could tell. */
  account(connectionId: string): string | undefined {
    return this.memory.get<string>(key('account', connectionId));
  }

  async setAccount(connectionId: string, account: string): Promise<void> {
    await this.memory.update(key('account', connectionId), account);
  }

  /** The file of labeling guidelines of a transform, or of a folder. */
  guidelines(subject: string): string | undefined {
    return this.memory.get<string>(key('guidelines', subject));
  }

  async setGuidelines(subject: string, uri: string): Promise<void> {
    await this.memory.update(key('guidelines', subject), uri);
  }

  /** The transform that a labeling file was opened for. */
  transformOf(uri: string): string | undefined {
    return this.memory.get<string>(key('transformOf', uri));
  }

  async setTransformOf(uri: string, transformId: string): Promise<void> {
    await this.memory.update(key('transformOf', uri), transformId);
  }
}

function key(...parts: string[]): string {
  return `glueLabeling.${parts.join('/')}`;
}
