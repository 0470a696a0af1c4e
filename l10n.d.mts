/** Every text in English, sorted. @throws Error where a text is put together and can't be translated */
export function englishTexts(): string[];
/** Writes the bundle that translators begin with, if it is another than before. */
export function exportTexts(): Promise<void>;
