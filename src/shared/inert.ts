import { shortened, visibleLines } from './visible';

/**
 * A text as VS Code's window may show it. VS Code makes links of `[text](command:…)` and icons of `$(name)` in many places,
 * and passes texts from place to place (a progress title from the notification to the status bar), so that nothing of it
 * depends on the place: one space takes the meaning from both, and what is shown can still be read and copied.
 */
export function inert(text: string): string {
  return visibleLines(text)
    .replace(/\](?=\([a-z][\w+.-]*:)/gi, '] ')
    .replace(/\$(?=\([\w~-]+\))/g, '$ ');
}

/** VS Code cuts a notification after 1,000 characters, and what to do next stands at its end. */
const longestNotification = 900;

/** As `inert`, for a notification: one line, cut in its middle where it is too long. */
export function inertNotification(text: string): string {
  return shortened(inert(text), longestNotification);
}
