import type { BoardRow } from '../../preload/contract/board'
import type { RowOrder } from './order'

export const GROUP_KEYS = [
  'worker',
  'task',
  'queue',
  'workflow',
  'channel',
  'reason',
  'status',
  'advice',
] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

const VALUE_OF: Readonly<Record<GroupKey, (row: BoardRow) => string | null>> = {
  worker: (row) => row.workerSid,
  task: (row) => row.taskSid,
  queue: (row) => row.queueSid,
  workflow: (row) => row.workflowSid,
  channel: (row) => row.channel,
  reason: (row) => row.reason,
  status: (row) => row.status,
  advice: (row) => row.advice,
}

/** Whether two rows belong to one group; without grouping all do. */
export const inSameGroup = (key: GroupKey | null, a: BoardRow, b: BoardRow): boolean =>
  key === null || VALUE_OF[key](a) === VALUE_OF[key](b)

/** What a group is called as far as the data says; statuses and reasons are worded by the language. */
const NAME_OF: Readonly<Record<GroupKey, (row: BoardRow) => string | null>> = {
  worker: (row) => row.workerName,
  task: (row) => row.subject,
  queue: (row) => row.queueName,
  workflow: (row) => row.workflowName,
  channel: (row) => row.channel,
  reason: (row) => row.reason,
  status: (row) => row.status,
  advice: (row) => row.advice,
}

export interface Group {
  readonly key: GroupKey
  /** SID or word; null = not known. */
  readonly value: string | null
  readonly name: string | null
  readonly sids: readonly string[]
  readonly rows: readonly BoardRow[]
  readonly stuck: number
  readonly collapsed: boolean
}

export type DisplayItem =
  | { readonly kind: 'row'; readonly row: BoardRow; readonly position: number }
  | { readonly kind: 'group'; readonly group: Group }

/** What the grid shows, line by line. Without grouping it is the order itself, without a copy. */
export interface DisplayList {
  readonly length: number
  at(index: number): DisplayItem | undefined
  /** Line of a row, or -1 when its group is closed or it is not shown. */
  indexOf(sid: string): number
  readonly groups: readonly Group[]
}

export function flatList(order: RowOrder): DisplayList {
  return {
    groups: [],
    get length() {
      return order.length
    },
    at(index) {
      const row = order.at(index)
      return row === undefined ? undefined : { kind: 'row', row, position: index }
    },
    indexOf: (sid) => order.positionOf(sid),
  }
}

/** Groups in the order in which their first rows come, so that sorting by age puts the group with the oldest row first. */
export function groupedList(order: RowOrder, key: GroupKey, closed: ReadonlySet<string>): DisplayList {
  const buckets = new Map<string | null, { readonly name: string | null; readonly rows: BoardRow[] }>()
  for (let position = 0; position < order.length; position += 1) {
    const row = order.at(position)
    const placed = order.placedBy(position)
    if (row === undefined || placed === undefined) continue
    const value = VALUE_OF[key](placed)
    const bucket = buckets.get(value)
    if (bucket === undefined) buckets.set(value, { name: NAME_OF[key](placed), rows: [row] })
    else bucket.rows.push(row)
  }
  const items: DisplayItem[] = []
  const groups: Group[] = []
  const indexes = new Map<string, number>()
  for (const [value, { name, rows }] of buckets) {
    const collapsed = closed.has(groupId(key, value))
    const group: Group = {
      key,
      value,
      name,
      sids: rows.map(({ sid }) => sid),
      rows,
      stuck: rows.reduce((count, row) => count + (row.reasonLevel === 'stuck' ? 1 : 0), 0),
      collapsed,
    }
    groups.push(group)
    items.push({ kind: 'group', group })
    if (collapsed) continue
    for (const row of rows) {
      indexes.set(row.sid, items.length)
      items.push({ kind: 'row', row, position: items.length })
    }
  }
  return {
    groups,
    length: items.length,
    at: (index) => items[index],
    indexOf: (sid) => indexes.get(sid) ?? -1,
  }
}

export const groupId = (key: GroupKey, value: string | null): string => `${key}:${value ?? ''}`
