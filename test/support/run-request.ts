import type { RunRequest } from '../../preload/contract/bulk'

/** A plan as a supervisor confirms it who adds nothing, or what `over` says. */
export function runOf(
  planId: string,
  released: readonly string[] = [],
  typed = '',
  over: Partial<RunRequest> = {},
): RunRequest {
  return { planId, released, typed, note: '', noteOnTask: false, ...over }
}
