import * as vscode from 'vscode';
import { askModal } from '../../door/messages';
import { type ObjectUri, parseObjectPath } from '../../shared/objectPath';
import { formatS3Path } from '../../shared/s3Path';
import { named } from '../../shared/visible';
import { largeObject } from './objectFile';

/** The part of VS Code's memory that answers are kept in. */
type Memory = Pick<vscode.Memento, 'get' | 'update'>;

const memoryKey = 'glueLabeling.largeObjects';

/** So many answers are kept, the newest. */
const remembered = 50;

/** Asks before a large object is opened, once for each: a yes holds until the object has twice the size. */
export class LargeObjects {
  constructor(
    private readonly memory: Memory,
    private readonly ask: (uri: ObjectUri, size: number) => Promise<boolean> = askInDialog,
  ) {}

  /** Whether the user lets an object of this size be opened. */
  async confirm(uri: ObjectUri, size: number): Promise<boolean> {
    const name = `${uri.authority}${uri.path}`;
    const answers = this.memory.get<readonly (readonly [name: string, size: number])[]>(memoryKey, []);
    if (answers.some(([known, limit]) => known === name && size <= limit)) {
      return true;
    }
    const agreed = await this.ask(uri, size);
    if (agreed) {
      const others = answers.filter(([known]) => known !== name);
      await this.memory.update(memoryKey, [...others, [name, size * 2]].slice(-remembered));
    }
    return agreed;
  }
}

async function askInDialog(uri: ObjectUri, size: number): Promise<boolean> {
  const open = vscode.l10n.t('Open Anyway');
  const choice = await askModal({
    message: vscode.l10n.t(
      '“{0}” is {1} MB. Open it?',
      named(formatS3Path(parseObjectPath(uri.path))),
      Math.ceil(size / 1024 / 1024),
    ),
    detail: vscode.l10n.t(
      'AWS Glue imports labeling files of at most 10 MB. Above {0} MB you are asked before one is opened.',
      largeObject / 1024 / 1024,
    ),
    actions: [open],
  });
  return choice === open;
}
