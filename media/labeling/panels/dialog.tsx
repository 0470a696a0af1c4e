import { Component, type ComponentChildren, createRef } from 'preact';
import { focusOn } from '../parts/focus';

/** Within so many milliseconds nobody has seen what opened. */
const reaction = 300;

interface Props {
  readonly name: string;
  readonly class?: string;
  readonly onClose: () => void;
  /** The primary action, which Enter does where no button has the focus. */
  readonly onEnter?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

/** A modal dialog. The browser keeps the focus inside and closes it on Escape; it never focuses a button by itself. */
export class Dialog extends Component<Props> {
  private readonly element = createRef<HTMLDialogElement>();

  private readonly ending = new AbortController();
  private readonly shownAt = performance.now();
  /** The key that opened the dialog was Enter, and is up again. */
  private openedByEnter = false;

  override componentDidMount(): void {
    if (document.hasFocus()) {
      this.open();
    } else {
      // Opened modally it would take the focus from where the user types.
      this.element.current?.setAttribute('open', '');
      window.addEventListener('focus', () => this.open(), { once: true, signal: this.ending.signal });
    }
  }

  override componentWillUnmount(): void {
    this.ending.abort();
  }

  /**
   * Enter does the primary action, but not the press that opened the dialog, nor one that was on its way when a letter
   * did: nobody has read by then what it would do.
   */
  private pressed({ key, target, repeat, timeStamp }: KeyboardEvent): void {
    const isSeen = timeStamp - this.shownAt > reaction || this.openedByEnter;
    if (key === 'Enter' && target === this.element.current && !repeat && isSeen) {
      this.props.onEnter?.();
    }
  }

  private open(): void {
    const { current } = this.element;
    current?.removeAttribute('open');
    current?.showModal();
    focusOn(current);
    // In a small window the browser has scrolled to the button that it wanted to focus.
    current?.scrollTo(0, 0);
  }

  render() {
    return (
      <dialog
        ref={this.element}
        class={this.props.class}
        tabIndex={-1}
        aria-label={this.props.name}
        onCancel={(event) => {
          event.preventDefault();
          this.props.onClose();
        }}
        onKeyUp={({ key }) => {
          this.openedByEnter ||= key === 'Enter';
        }}
        onKeyDown={(event) => {
          this.pressed(event);
          // Keys of a dialog are not VS Code's, but its own chords and function keys (save, palette) stay.
          if (!event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d+$/.test(event.key)) {
            event.stopPropagation();
          }
        }}
      >
        {this.props.children}
      </dialog>
    );
  }
}
