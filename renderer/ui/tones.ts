/** Meanings that a colour may carry; each has `--<tone>-text`, `--<tone>-soft` and `--<tone>-line` in tokens.css. */
export const TONES = ['neutral', 'accent', 'info', 'success', 'warning', 'danger', 'violet'] as const
export type Tone = (typeof TONES)[number]
