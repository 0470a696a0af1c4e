import type { Memento } from 'vscode';

/** Last answers, remembered for this workspace: output paths by connection and transform. */
export class Answers {
  constructor(private readonly memory: Memento) {}

  /** The folder that was last answered for labeling sets or exports of a transform. */
  outputPath(connectionId: string, transformId: string): string | undefined {
    return this.memory.get<string>(key('outputPath', connectionId, transformId));
  }

  async setOutputPath(connectionId: string, transformId: string, path: string): Promise<void> {
    await this.memory.update(key('outputPath', connectionId, transformId), path);
    await this.memory.update(key('outputPath', connectionId, ''), path);
  }

  /** The path answered last for any transform of the connection. */
  lastOutputPath(connectionId: string): string | undefined {
    return this.memory.get<string>(key('outputPath', connectionId, ''));
  }
}

function key(...parts: string[]): string {
  return `glueLabeling.${parts.join('/')}`;
}
