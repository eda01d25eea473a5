/** A whole number typed by hand, within limits (inclusive); else which rule it breaks. */
export type ParsedNumber =
  | { readonly value: number; readonly error: null }
  | { readonly value: null; readonly error: 'number' | 'range' }

/** White space around and separators of thousands within (`1,000`, `1.000`, `1 000`) are taken as they are meant. */
export function parseWholeNumber(text: string, min: number, max: number): ParsedNumber {
  const compact = text.trim().replace(/(?<=\d)[.,\s\u00A0\u202F](?=\d{3}(?!\d))/g, '')
  if (!/^-?\d+$/.test(compact)) return { value: null, error: 'number' }
  const value = Number(compact)
  return value < min || value > max ? { value: null, error: 'range' } : { value, error: null }
}
