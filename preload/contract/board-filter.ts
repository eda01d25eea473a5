import { agedFrom, isLive, type BoardRow } from './board'

/** Conditions that hold a set of accepted values. Values are what rows carry: SIDs for queues, workflows, workers and activities. */
export const LIST_CONDITIONS = [
  'status',
  'queue',
  'workflow',
  'channel',
  'worker',
  'activity',
  'reason',
  'level',
] as const
export type ListCondition = (typeof LIST_CONDITIONS)[number]

/** A filter of the board: conditions combine with "and", the values of one condition with "or". Empty means "any". */
export interface BoardFilter {
  readonly lists: Readonly<Partial<Record<ListCondition, readonly string[]>>>
  /** Live rows, ended rows, or both. */
  readonly life: 'live' | 'ended' | 'any'
  /** Seconds since the reservation was made. */
  readonly olderThan: number | null
  readonly minRejections: number | null
  /** Words that must all be found in names, SIDs or the subject. */
  readonly text: string
}

export const NO_FILTER: BoardFilter = {
  lists: {},
  life: 'any',
  olderThan: null,
  minRejections: null,
  text: '',
}

export type Matches = (row: BoardRow) => boolean

const VALUE_OF: Readonly<Record<ListCondition, (row: BoardRow) => string | null>> = {
  status: (row) => row.status,
  queue: (row) => row.queueSid,
  workflow: (row) => row.workflowSid,
  channel: (row) => row.channel,
  worker: (row) => row.workerSid,
  activity: (row) => row.activitySid,
  reason: (row) => row.reason,
  level: (row) => row.reasonLevel,
}

/** The value by which a row answers to a condition; also what a group is named by. */
export const conditionValue = (row: BoardRow, condition: ListCondition): string | null =>
  VALUE_OF[condition](row)

/** The text a row is searched in, lower case. */
function haystack(row: BoardRow): string {
  return [
    row.workerName,
    row.queueName,
    row.workflowName,
    row.activityName,
    row.channel,
    row.subject,
    row.note,
    row.status,
    row.sid,
    row.taskSid,
    row.workerSid,
    row.queueSid,
  ]
    .join('\n')
    .toLowerCase()
}

/** Rows are immutable, so the searched text of each is made once, and dropped with the row. */
const haystacks = new WeakMap<BoardRow, string>()

function searchedText(row: BoardRow): string {
  let text = haystacks.get(row)
  if (text === undefined) {
    text = haystack(row)
    haystacks.set(row, text)
  }
  return text
}

/** One predicate for a filter. `now` is the server's clock in ms, asked only by conditions on age. */
export function compileFilter(filter: BoardFilter, now: () => number): Matches {
  const tests: Matches[] = []
  if (filter.life !== 'any') {
    const live = filter.life === 'live'
    tests.push((row) => (row.endedAt === null && isLive(row.status)) === live)
  }
  for (const condition of LIST_CONDITIONS) {
    const values = filter.lists[condition]
    if (values === undefined || values.length === 0) continue
    const wanted = new Set<string | null>(values)
    const valueOf = VALUE_OF[condition]
    tests.push((row) => wanted.has(valueOf(row)))
  }
  const { olderThan, minRejections } = filter
  if (olderThan !== null) {
    tests.push((row) => {
      const from = agedFrom(row)
      return from !== null && from <= now() - olderThan * 1000
    })
  }
  if (minRejections !== null) tests.push((row) => row.rejections >= minRejections)
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length > 0) {
    tests.push((row) => {
      const text = searchedText(row)
      return words.every((word) => text.includes(word))
    })
  }
  const [only] = tests
  if (only === undefined) return () => true
  return tests.length === 1 ? only : (row) => tests.every((test) => test(row))
}

/** True when time alone can change the answer, so that the board has to be filtered again now and then. */
export const dependsOnTime = (filter: BoardFilter): boolean => filter.olderThan !== null

/** Both filters at once: a view's own and what the supervisor added. Equal conditions: the supervisor's wins. */
export function combineFilters(view: BoardFilter, own: BoardFilter): BoardFilter {
  return {
    lists: { ...view.lists, ...own.lists },
    life: own.life === 'any' ? view.life : own.life,
    olderThan: own.olderThan ?? view.olderThan,
    minRejections: own.minRejections ?? view.minRejections,
    text: [view.text, own.text].filter(Boolean).join(' '),
  }
}

export const isEmptyFilter = (filter: BoardFilter): boolean => serialiseFilter(filter) === ''

/** The filter with another set of values for one condition; an empty set removes the condition. */
export function withList(
  filter: BoardFilter,
  condition: ListCondition,
  values: readonly string[],
): BoardFilter {
  const { [condition]: _replaced, ...others } = filter.lists
  return { ...filter, lists: values.length === 0 ? others : { ...others, [condition]: values } }
}

/** A readable query string, such as `status=pending&queue=WQ…&olderThan=300`; the form in which views are kept. */
export function serialiseFilter(filter: BoardFilter): string {
  const parameters = new URLSearchParams()
  for (const condition of LIST_CONDITIONS) {
    for (const value of filter.lists[condition] ?? []) parameters.append(condition, value)
  }
  if (filter.life !== 'any') parameters.set('life', filter.life)
  if (filter.olderThan !== null) parameters.set('olderThan', String(filter.olderThan))
  if (filter.minRejections !== null) parameters.set('minRejections', String(filter.minRejections))
  if (filter.text.trim() !== '') parameters.set('text', filter.text.trim())
  return parameters.toString()
}

/** Reads what `serialiseFilter` wrote; what it does not understand is left out, so that old and new views can be read. */
export function parseFilter(text: string): BoardFilter {
  const parameters = new URLSearchParams(text)
  const lists: Partial<Record<ListCondition, readonly string[]>> = {}
  for (const condition of LIST_CONDITIONS) {
    const values = [...new Set(parameters.getAll(condition))].filter(Boolean)
    if (values.length > 0) lists[condition] = values
  }
  const life = parameters.get('life')
  return {
    lists,
    life: life === 'live' || life === 'ended' ? life : 'any',
    olderThan: wholeNumber(parameters.get('olderThan')),
    minRejections: wholeNumber(parameters.get('minRejections')),
    text: (parameters.get('text') ?? '').trim(),
  }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}
