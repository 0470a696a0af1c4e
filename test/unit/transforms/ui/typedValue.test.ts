import { describe, expect, it } from 'vitest';
import { TypedValue, type ValueControl } from '../../../../src/transforms/ui/typedValue';
import { eachRound } from '../../../harness/fuzz';
import type { Random } from '../../../harness/random';

/**
 * A quick input and its window as VS Code has them: what is typed is told later, what is set arrives later, each in order;
 * a value that a list is given is told back, that of a box is not. A default stands selected.
 */
class Window implements ValueControl {
  shown: string;
  #value: string;
  #isSelected: boolean;
  #listener: (value: string) => void = () => undefined;
  readonly #toWindow: string[] = [];
  readonly #toHost: string[] = [];

  constructor(
    value: string,
    private readonly isList: boolean,
    isDefault = false,
  ) {
    this.#value = value;
    this.shown = value;
    this.#isSelected = isDefault;
  }

  get value(): string {
    return this.#value;
  }

  set value(value: string) {
    this.#value = value;
    this.#toWindow.push(value);
  }

  onDidChangeValue(listener: (value: string) => void): { dispose(): void } {
    this.#listener = listener;
    return { dispose: () => undefined };
  }

  type(letter: string): void {
    this.shown = this.#isSelected ? letter : this.shown + letter;
    this.#isSelected = false;
    this.#toHost.push(this.shown);
  }

  /** One message arrives. @returns whether there was one */
  arrive(side: 'host' | 'window'): boolean {
    const value = (side === 'host' ? this.#toHost : this.#toWindow).shift();
    if (value === undefined) {
      return false;
    }
    if (side === 'host') {
      this.#value = value;
      this.#listener(value);
    } else if (value !== this.shown) {
      this.shown = value;
      this.#isSelected = false;
      if (this.isList) {
        this.#toHost.push(value);
      }
    }
    return true;
  }

  settle(): void {
    while (this.arrive('host') || this.arrive('window')) {
      // Until nothing is on its way.
    }
  }
}

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

/** Types letters while messages arrive as they like. */
function typeInto(window: Window, letters: readonly string[], random: Random): void {
  for (const letter of letters) {
    window.type(letter);
    while (random.chance(0.5)) {
      window.arrive(random.pick(['host', 'window']));
    }
  }
}

describe('text typed before a question had the focus', () => {
  it('stands before what is typed into it, whatever crosses on the way', async () => {
    await eachRound(300, (random) => {
      const isDefault = random.chance(0.4);
      const window = new Window(isDefault ? 'persons' : '', random.chance(0.5), isDefault);
      const typed = new TypedValue(window, '');
      const [early, late] = [random.int(1, 8), random.int(0, 12)];
      const word = random.shuffle(alphabet).slice(0, early + late);
      const before = random.int(0, late);
      typeInto(window, word.slice(early, early + before), random);
      typed.insert(0, word.slice(0, early).join(''));
      typeInto(window, word.slice(early + before), random);
      window.settle();
      expect(window.shown).toBe(word.join(''));
      expect(window.value).toBe(word.join(''));
      expect(typed.ahead).toBe(word.join(''));
    });
  });

  it('goes from a control to the one that takes its place, also what is heard of later', async () => {
    await eachRound(300, (random) => {
      const word = random.shuffle(alphabet).slice(0, 15);
      const [answered, place] = [random.int(0, 5), random.int(5, 15)];
      const isDefault = answered === 0;
      const first = new Window(isDefault ? 'persons' : '', random.chance(0.5), isDefault);
      const before = new TypedValue(first, '');
      typeInto(first, word.slice(0, answered), random);
      first.settle();
      before.answered();
      typeInto(first, word.slice(answered, place), random);
      const second = new Window(before.ahead, random.chance(0.5));
      const after = new TypedValue(second, before.ahead);
      before.handTo(after);
      typeInto(second, word.slice(place), random);
      first.settle();
      second.settle();
      expect(second.shown).toBe(word.slice(answered).join(''));
    });
  });

  it('keeps what was corrected meanwhile', () => {
    const window = new Window('', false);
    const typed = new TypedValue(window, '');
    window.type('x');
    typed.insert(0, 'ab');
    window.shown = '';
    window.type('c');
    window.settle();
    expect(window.shown).toBe('abc');
  });

  it('is not settled while a list is narrowed by less than what was typed', () => {
    const window = new Window('', true);
    const typed = new TypedValue(window, '');
    typed.insert(0, 'a');
    expect(typed.isSettled).toBe(false);
    window.settle();
    expect(typed.isSettled).toBe(true);
  });
});
