/** The part of `vscode` that texts need, so that what only writes texts is tested without VS Code. */
export const l10n = {
  t(message: string, ...args: readonly (string | number | boolean)[]): string {
    return message.replace(/\{(\d+)\}/g, (_, index) => String(args[Number(index)] ?? ''));
  },
};

/** Icons and colors are only named. */
export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: unknown,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}
