import { Component, type ComponentChildren, createRef } from 'preact';
import { focusOn } from './focus';

interface Props {
  readonly name: string;
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog. The browser keeps the focus inside and closes it on Escape; it never focuses a button by itself. */
export class Dialog extends Component<Props> {
  private readonly element = createRef<HTMLDialogElement>();

  private readonly ending = new AbortController();

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
        onKeyDown={(event) => {
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
