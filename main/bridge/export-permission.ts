import { problemError } from '../connections/problem-error'

/** @throws ProblemError `policy` where exports are switched off */
export function requireExport({ exportAllowed }: { readonly exportAllowed: boolean }): void {
  if (!exportAllowed) throw problemError('policy', 'Exports are switched off here.')
}
