/** How much of the toolbar is shown: everything in words; tools as icons; or all as icons, and progress in figures. */
export type ToolbarRoom = 'words' | 'icons' | 'short';

/** Texts of a toolbar, in the words that it shows where there is room. */
export interface ToolbarTexts {
  /** With the widest figures that it can have, so that nothing jumps while they grow. */
  readonly progress: string;
  readonly badge: string | undefined;
  readonly tools: readonly string[];
  /** The buttons that do something to the file. */
  readonly buttons: readonly string[];
}

const meter = 162;
const paddings = 28;
/** Of a tool, of a button and of a badge beside their text, with the gap after them. */
const toolFrame = 24;
const buttonFrame = 36;
const badgeFrame = 26;
const iconTool = 36;

/** What fits in `width` CSS pixels before anything would wrap. `measure` measures a text in the font of the page. */
export function toolbarRoom(width: number, texts: ToolbarTexts, measure: (text: string) => number): ToolbarRoom {
  const sum = (all: readonly string[], frame: number): number =>
    all.reduce((so, text) => so + measure(text) + frame, 0);
  const badge = texts.badge === undefined ? 0 : measure(texts.badge) + badgeFrame;
  // Some figures are bold.
  const fixed = paddings + measure(texts.progress) * 1.05 + 8 + badge + sum(texts.buttons, buttonFrame);
  if (fixed + meter + sum(texts.tools, toolFrame) <= width) {
    return 'words';
  }
  return fixed + texts.tools.length * iconTool <= width ? 'icons' : 'short';
}
