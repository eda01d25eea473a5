export type Cell = string | number | null

/** A byte order mark, so that spreadsheet programs read the file as UTF-8. */
export const CSV_START = '\uFEFF'

/** One line after RFC 4180, with cells that a spreadsheet would take for a formula made harmless by an apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[\s\u00a0]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const isoTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export const masked = (cell: Cell): Cell => (typeof cell === 'string' ? maskNumbers(cell) : cell)

/** Phone numbers as `+…` and their last two digits. */
export function maskNumbers(text: string): string {
  return text.replace(/\+\d{5,13}(\d{2})(?!\d)/g, '+…$1')
}
