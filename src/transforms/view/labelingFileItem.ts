import * as vscode from 'vscode';
import { treeLine } from '../../door/view';
import { formatS3Path } from '../../shared/s3Path';
import type { LabelingFile } from '../model/labelingFiles';
import type { LabelCount } from './lazyTexts';

/** What is known of a labeling file besides where it is. */
export interface KnownOfFile {
  /** How many of its rows have a label, when known. */
  readonly count: LabelCount | undefined;
  /** When it was generated, undefined where that tells it from no other file. */
  readonly generated: Date | undefined;
}

/** A labeling file's line: when it was generated and how far it is labeled, "21:36 · 12/100". Its tooltip has its name. */
export function labelingFileItem(
  node: LabelingFile,
  uri: vscode.Uri,
  { count, generated }: KnownOfFile,
  now: Date,
): vscode.TreeItem {
  const path = formatS3Path({ bucket: node.bucket, key: node.object.key });
  const name = node.object.key.slice(node.object.key.lastIndexOf('/') + 1);
  const label = generated === undefined ? name : momentText(generated, now);
  const size = vscode.l10n.t('{0} kB', Math.ceil(node.object.size / 1000).toLocaleString());
  const rows = count && vscode.l10n.t('{0} of {1} rows labeled', count.labeled, count.rows);
  const short = count === undefined ? size : `${count.labeled}/${count.rows}`;
  const item = treeLine({
    label,
    description: generated === undefined ? short : `· ${short}`,
    tooltip: `${name}\n${rows ?? size}\n${path}`,
    spoken: vscode.l10n.t('Labeling file of {0}, {1}, {2}', label, rows ?? size, name),
  });
  item.id = `file:${path}`;
  item.resourceUri = uri;
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = 'labelingFile stored';
  item.command = {
    command: 'glueLabeling.openLabelingSet',
    title: vscode.l10n.t('Open Labeling Set'),
    arguments: [node],
  };
  return item;
}

/** The time of today, or the day with the time. */
function momentText(then: Date, now: Date): string {
  const time = then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const isToday = then.toDateString() === now.toDateString();
  return isToday ? time : `${then.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })} ${time}`;
}
