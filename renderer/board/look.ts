import type { ViewLook } from '../../preload/contract/settings'
import { parseColumns, type ColumnSpec } from './columns'
import { GROUP_KEYS, type GroupKey } from './grouping'

export const LANE_KEYS = ['status', 'queue', 'worker', 'reason'] as const satisfies readonly GroupKey[]
export type LaneKey = (typeof LANE_KEYS)[number]

/** How a view is laid out, as far as this version understands what was saved. */
export interface Look {
  readonly layout: ViewLook['layout']
  readonly lanesBy: LaneKey
  readonly groupBy: GroupKey | null
  readonly columns: readonly ColumnSpec[]
}

export const PLAIN_LOOK: ViewLook = { layout: 'table', lanesBy: 'status', group: '', columns: [] }

/** The look of a view that nobody has laid out yet: what is stuck is worked off by what is to be done about it. */
export function usualLook(viewId: string): ViewLook {
  return viewId === 'stuck' ? { ...PLAIN_LOOK, group: 'advice' } : PLAIN_LOOK
}

/** Reads a saved look. Words it does not know mean the standard; without columns of its own a view has `usual`. */
export function readLook(saved: ViewLook, usual: readonly string[]): Look {
  return {
    layout: saved.layout,
    lanesBy: LANE_KEYS.find((key) => key === saved.lanesBy) ?? 'status',
    groupBy: GROUP_KEYS.find((key) => key === saved.group) ?? null,
    columns: parseColumns(saved.columns.length > 0 ? saved.columns : usual),
  }
}
