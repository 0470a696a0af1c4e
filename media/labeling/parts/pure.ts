import { Component } from 'preact';

/** A component that is drawn again only if one of its properties is another than before. */
export abstract class Pure<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const names = Object.keys(next) as (keyof Props)[];
    return names.some((name) => next[name] !== this.props[name]);
  }
}

/**
 * A component that is given the whole state and draws a part of it: it is drawn again only if something of that part is
 * another than before.
 */
export abstract class Part<Props> extends Component<Props> {
  private drawn: readonly unknown[] | undefined;

  override shouldComponentUpdate(next: Props): boolean {
    const before = this.drawn ?? this.partOf(this.props);
    this.drawn = this.partOf(next);
    return this.drawn.some((each, at) => each !== before[at]);
  }

  /** All that the drawing depends on, in an order that stays. What is changed in place is no part of it. */
  protected abstract partOf(props: Props): readonly unknown[];
}
