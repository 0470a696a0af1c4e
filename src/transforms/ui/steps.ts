import { Cancelled, type InputQuestion, isBack, type PickQuestion, type Ui } from './ui';

/** The part of the Ui that a step uses; title and place are added. */
export interface Asker {
  pick<T>(question: Omit<PickQuestion<T>, 'title' | 'place'>): Promise<T>;
  input(question: Omit<InputQuestion, 'title' | 'place'>): Promise<string>;
}

/** One question of a series: asks at most once and returns the draft with the answer. It may skip the question. */
export type Step<Draft> = (draft: Draft, ask: Asker) => Promise<Draft>;

/** Asks the steps in order. Back returns to the last step that asked, with the answers kept. @throws Cancelled */
export async function runSteps<Draft>(
  ui: Pick<Ui, 'pick' | 'input'>,
  title: string,
  first: Draft,
  steps: readonly Step<Draft>[],
): Promise<Draft> {
  const asked: { readonly at: number; readonly draft: Draft }[] = [];
  let draft = first;
  let at = 0;
  for (let step = steps[at]; step !== undefined; step = steps[at]) {
    let questions = 0;
    const place = () => {
      questions++;
      // Of the whole series: a step that asks nothing is passed over, and no number ever runs backwards.
      return { title, place: { step: at + 1, total: steps.length, isFirst: asked.length === 0 } };
    };
    const ask: Asker = {
      pick: (question) => ui.pick({ ...question, ...place() }),
      input: (question) => ui.input({ ...question, ...place() }),
    };
    try {
      const answered = await step(draft, ask);
      if (questions > 0) {
        asked.push({ at, draft });
      }
      draft = answered;
      at++;
    } catch (error) {
      if (!isBack(error)) {
        throw error;
      }
      const last = asked.pop();
      if (last === undefined) {
        throw new Cancelled();
      }
      // What was answered since stays as the default of the questions asked again.
      at = last.at;
    }
  }
  return draft;
}
