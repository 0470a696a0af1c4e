import type { Editor } from './editor';
import type { Opened } from './state';

interface Props {
  readonly state: Opened;
  readonly editor: Editor;
}

/** Every labeling set as a cell, to see how far each is and to jump to it. */
export function Rail({ state, editor }: Props) {
  const { view, file, progress, selection, say } = state;
  const now = file.setOf(selection.cursor);
  return (
    <nav class="rail" aria-label={say('rail')}>
      {view.sets.slice(0, 200).map(({ set }, place) => {
        const labeled = progress.labeledIn(set.index);
        const size = set.rows.length;
        return (
          <button
            type="button"
            tabIndex={-1}
            key={set.index}
            class={`railCell ${labeled === size ? 'done' : ''} ${set.index === now ? 'now' : ''}`}
            aria-label={say('railItem', set.index + 1, labeled, size)}
            aria-current={set.index === now}
            onClick={() => editor.moveToSet(place)}
            style={{ '--part': `${(labeled / size) * 100}%` }}
          >
            <span>{set.index + 1}</span>
          </button>
        );
      })}
    </nav>
  );
}
