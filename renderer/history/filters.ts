import type { OutcomeKind } from '../../preload/contract/bulk'
import type { HistorySearch } from './paging'

/** What stands in the fields above the history. Empty fields look for nothing. */
export interface HistoryFields {
  readonly text: string
  readonly action: string
  readonly outcome: OutcomeKind | ''
  readonly worker: string
  readonly operator: string
  /** Days of the workstation's calendar, `2031-02-28`, both inclusive. */
  readonly from: string
  readonly to: string
}

export const NO_FIELDS: HistoryFields = {
  text: '',
  action: '',
  outcome: '',
  worker: '',
  operator: '',
  from: '',
  to: '',
}

/** Words of the history for what was done; see `actionName` in main. */
export const HISTORY_ACTIONS = [
  'reject',
  'accept',
  'complete',
  'wrapUp',
  'redirect',
  'dequeue',
  'call',
  'conference',
  'supervise',
  'workerActivity',
  'workerChannel',
  'completeTask',
  'cancelTask',
  'deleteTask',
] as const

/** Where the words of a history's action are. */
export function historyActionKey(action: string): string {
  const id = action === 'workerActivity' ? 'moveWorker' : action === 'workerChannel' ? 'setCapacity' : action
  return `bulk.verb.${id}`
}

/** Outcomes that rows end with; the others are only passed through. */
export const HISTORY_OUTCOMES = [
  'done',
  'partial',
  'superseded',
  'skipped',
  'failed',
  'unknown',
] as const satisfies readonly OutcomeKind[]

/** The search that the fields mean. */
export function searchOf(fields: HistoryFields): HistorySearch {
  const { action, outcome } = fields
  const worker = fields.worker.trim()
  const operator = fields.operator.trim()
  const from = startOfDay(fields.from, 0)
  const to = startOfDay(fields.to, 1)
  return {
    text: fields.text.trim(),
    ...(action === '' ? {} : { action }),
    ...(outcome === '' ? {} : { outcome }),
    ...(worker === '' ? {} : { worker }),
    ...(operator === '' ? {} : { operator }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  }
}

/** How many of the fields besides the text are filled in. */
export function filterCount({ text: _text, ...others }: HistoryFields): number {
  return Object.values(others).filter((value) => value.trim() !== '').length
}

export const rangeIsWrong = ({ from, to }: HistoryFields): boolean => from !== '' && to !== '' && from > to

/** Midnight of the workstation at which a day begins, ms since 1970; `later` days further. Null for no day. */
function startOfDay(day: string, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  return new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()
}
