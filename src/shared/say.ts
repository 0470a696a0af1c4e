/**
 * Says a text in the user's language. `english` is the whole text with `{0}`, `{1}`… for the arguments, and the key of
 * its translation, as of `vscode.l10n.t`, which is one. Shared code is given it, for it knows neither VS Code nor page.
 */
export type Say = (english: string, ...args: (string | number)[]) => string;

/** Only fills in the arguments: for programs without translations, as Local Glue. */
export const sayEnglish: Say = (english, ...args) =>
  args.length === 0
    ? english
    : english.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
