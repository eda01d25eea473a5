/** All columns, in the order in which they stand when nothing was chosen. */
export const COLUMN_IDS = [
  'status',
  'age',
  'reason',
  'worker',
  'activity',
  'queue',
  'workflow',
  'channel',
  'priority',
  'subject',
  'note',
  'offers',
  'rejections',
  'deadline',
  'task',
  'reservation',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export interface ColumnSpec {
  readonly id: ColumnId
  /** px */
  readonly width: number
  readonly min: number
  readonly align: 'start' | 'end'
  /** Takes the room that is left. */
  readonly grows?: true
  /** Not shown until chosen. */
  readonly extra?: true
}

const SPECS: Readonly<Record<ColumnId, Omit<ColumnSpec, 'id'>>> = {
  status: { width: 116, min: 96, align: 'start' },
  age: { width: 112, min: 60, align: 'end' },
  reason: { width: 156, min: 110, align: 'start' },
  worker: { width: 140, min: 100, align: 'start' },
  activity: { width: 176, min: 90, align: 'start' },
  queue: { width: 130, min: 80, align: 'start' },
  workflow: { width: 142, min: 80, align: 'start', extra: true },
  channel: { width: 84, min: 44, align: 'start' },
  priority: { width: 66, min: 48, align: 'end' },
  subject: { width: 200, min: 120, align: 'start', grows: true },
  note: { width: 150, min: 60, align: 'start' },
  offers: { width: 66, min: 52, align: 'end' },
  rejections: { width: 84, min: 56, align: 'end' },
  deadline: { width: 104, min: 70, align: 'end' },
  task: { width: 126, min: 90, align: 'start', extra: true },
  reservation: { width: 126, min: 90, align: 'start' },
}

/** Columns shown when nothing was chosen. */
export const DEFAULT_COLUMNS: readonly ColumnSpec[] = COLUMN_IDS.map(specOf).filter(
  (spec) => spec.extra !== true,
)

const MAX_WIDTH = 800

export function specOf(id: ColumnId): ColumnSpec {
  return { id, ...SPECS[id] }
}

/** Reads the setting `columns`: ids in order, each with an optional width (`queue:180`). What it does not know is left out. */
export function parseColumns(setting: readonly string[]): readonly ColumnSpec[] {
  const columns = new Map<ColumnId, ColumnSpec>()
  for (const entry of setting) {
    const [name, width] = entry.split(':')
    const id = COLUMN_IDS.find((known) => known === name)
    if (id === undefined) continue
    const spec = specOf(id)
    columns.set(id, width !== undefined && /^\d{2,4}$/.test(width) ? resized(spec, Number(width)) : spec)
  }
  return columns.size === 0 ? DEFAULT_COLUMNS : [...columns.values()]
}

export function serialiseColumns(columns: readonly ColumnSpec[]): string[] {
  return columns.map(({ id, width }) => (width === SPECS[id].width ? id : `${id}:${String(width)}`))
}

/** The column with another width, kept within what can be read and reached; a column that was sized stops growing. */
export function resized(column: ColumnSpec, width: number): ColumnSpec {
  return { ...column, width: Math.round(Math.min(Math.max(width, column.min), MAX_WIDTH)) }
}

export function moved(columns: readonly ColumnSpec[], id: ColumnId, by: -1 | 1): readonly ColumnSpec[] {
  const from = columns.findIndex((column) => column.id === id)
  const column = columns[from]
  const to = from + by
  if (column === undefined || to < 0 || to >= columns.length) return columns
  return columns.toSpliced(from, 1).toSpliced(to, 0, column)
}

/** The column moved to stand before another; null = at the end. */
export function movedTo(
  columns: readonly ColumnSpec[],
  id: ColumnId,
  before: ColumnId | null,
): readonly ColumnSpec[] {
  const column = columns.find((each) => each.id === id)
  if (column === undefined || id === before) return columns
  const others = columns.filter((each) => each.id !== id)
  const to = others.findIndex((each) => each.id === before)
  return to < 0 ? [...others, column] : others.toSpliced(to, 0, column)
}

/** Shows or hides a column; the last one stays. */
export function shown(columns: readonly ColumnSpec[], id: ColumnId, on: boolean): readonly ColumnSpec[] {
  const others = columns.filter((column) => column.id !== id)
  if (!on) return others.length === 0 ? columns : others
  if (others.length < columns.length) return columns
  return [...columns, specOf(id)]
}

/** Px of the select column, which is always first. */
export const SELECT_WIDTH = 36

/** `grid-template-columns` for header and rows. */
export function template(columns: readonly ColumnSpec[]): string {
  const tracks = columns.map(({ grows, width }) =>
    grows === true ? `minmax(${String(width)}px, 1fr)` : `${String(width)}px`,
  )
  return [`${String(SELECT_WIDTH)}px`, ...tracks].join(' ')
}

/** Px below which the grid scrolls sideways. */
export function totalWidth(columns: readonly ColumnSpec[]): number {
  return columns.reduce((sum, { width }) => sum + width, SELECT_WIDTH)
}
