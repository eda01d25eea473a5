import { shallowRef, type ShallowRef } from 'vue'
import type { Bridge } from '../../preload/contract/bridge'
import type { HistoryEntry, HistoryPage, HistoryQuery } from '../../preload/contract/bulk'
import type { Problem } from '../../preload/contract/envelope'
import { ask } from '../app/bridge'

/** What is looked for; where in it we are is the paging's own business. */
export type HistorySearch = Omit<HistoryQuery, 'limit' | 'before'>

export interface HistoryPaging {
  readonly entries: ShallowRef<readonly HistoryEntry[]>
  readonly more: ShallowRef<boolean>
  readonly chain: ShallowRef<HistoryPage['chain'] | null>
  readonly problem: ShallowRef<Problem | null>
  readonly loading: ShallowRef<boolean>
  /** Starts again with another search. Answers to earlier ones are dropped. */
  search(wanted: HistorySearch): Promise<void>
  older(): Promise<void>
}

const PAGE = 100

export function createHistoryPaging(history: Pick<Bridge['history'], 'query'>): HistoryPaging {
  const entries = shallowRef<readonly HistoryEntry[]>([])
  const more = shallowRef(false)
  const chain = shallowRef<HistoryPage['chain'] | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = shallowRef(false)
  let searched: HistorySearch = { text: '' }
  let attempt = 0

  async function read(before: number | null): Promise<void> {
    attempt += 1
    const mine = attempt
    loading.value = true
    const answer = await ask(history.query({ ...searched, limit: PAGE, before }))
    if (mine !== attempt) return
    loading.value = false
    problem.value = answer.problem
    if (answer.data === null) return
    entries.value = before === null ? answer.data.entries : [...entries.value, ...answer.data.entries]
    more.value = answer.data.more
    chain.value = answer.data.chain
  }

  return {
    entries,
    more,
    chain,
    problem,
    loading,
    async search(wanted) {
      searched = wanted
      await read(null)
    },
    async older() {
      const last = entries.value.at(-1)
      if (last !== undefined && more.value && !loading.value) await read(last.at)
    },
  }
}
