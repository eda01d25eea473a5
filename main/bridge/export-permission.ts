import { problemError } from '../connections/problem-error'

/** What was asked of an export, and what supervisors wrote on reservations. */
export interface ExportChoice {
  readonly format: 'csv' | 'json'
  readonly rawNumbers: boolean
  readonly notes: ReadonlyMap<string, string>
}

/** @throws ProblemError `policy` where exports are switched off */
export function requireExport({ exportAllowed }: { readonly exportAllowed: boolean }): void {
  if (!exportAllowed) throw problemError('policy', 'Exports are switched off here.')
}
