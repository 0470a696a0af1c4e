/** Left and Right move between the buttons of a toolbar, which is one tab stop (ARIA Authoring Practices). */
export function moveAlongToolbar(event: KeyboardEvent): void {
  const { key, currentTarget, target } = event;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || !(currentTarget instanceof HTMLElement) || !(target instanceof HTMLButtonElement)) {
    return;
  }
  const buttons = [...currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const next = buttons[(buttons.indexOf(target) + step + buttons.length) % buttons.length];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
