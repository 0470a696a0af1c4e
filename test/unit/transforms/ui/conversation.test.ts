import { expect, test, vi } from 'vitest';
import { QuickConversation, type Windows } from '../../../../src/transforms/ui/conversation';
import { Prompts } from '../../../../src/transforms/ui/prompts';

const made = vi.hoisted((): { value: string; title?: string }[] => []);

// What VS Code's window shows is played, so that text can come at any moment; the real one has its end-to-end test.
vi.mock('vscode', () => {
  const never = () => ({ dispose: () => undefined });
  const control = () => {
    const events = { onDidChangeValue: never, onDidHide: never, onDidAccept: never, onDidTriggerButton: never };
    const input = { value: '', items: [], ...events, show: () => undefined, dispose: () => undefined };
    made.push(input);
    return input;
  };
  return { window: { createQuickPick: control, createInputBox: control } };
});

test('what is typed before a question opens stands in it in the order in which it was typed', async () => {
  const prompts = new Prompts();
  const conversation = new QuickConversation({} as Windows, prompts);
  // A command that has begun gets text before it says that it asks.
  expect(prompts.asker).toBe(conversation);
  expect(prompts.isComing).toBe(false);
  conversation.typed('a');
  conversation.typed('b');
  conversation.willAsk('Rename');
  expect(prompts.isComing).toBe(true);
  // The page had the focus after its frame had it, and lost it to the question.
  conversation.pageTookFocus();
  conversation.typed('3');
  void conversation.input({ title: 'Rename', prompt: 'Name', value: 'persons' }).catch(() => undefined);
  conversation.typed('/x');
  expect(made.at(-1)?.value).toBe('ab3/x');
  conversation.end();
  expect(prompts.asker).toBe(undefined);
});
