import { performance } from 'node:perf_hooks'
import { startPracticeProcess } from '../support/practice-process'

/** The largest workspace that the practice workspace promises to serve; it stands still while it is asked. */
const LARGEST = { tasks: 50_000, workers: 15_000, events: 300_000, speed: 0 }
const ROUNDS = 12
const DAY = 'Minutes=1440'
const PAGE = 'PageSize=1000'

/** What is asked for, 1,000 rows each; the name is the key in the JSON. */
const LISTS = {
  tasks: `Tasks?${PAGE}`,
  tasksByStatus: `Tasks?${PAGE}&AssignmentStatus=reserved,wrapping`,
  tasksByPriority: `Tasks?${PAGE}&Ordering=Priority:desc`,
  workers: `Workers?${PAGE}`,
  events: `Events?${PAGE}&${DAY}`,
} as const

/** `values` in ms, any order. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** How long the practice workspace takes for lists of 1,000 at its largest size: ms until its last byte has arrived. */
export async function run(): Promise<Record<string, number>> {
  const started = performance.now()
  const practice = await startPracticeProcess({ scenario: 'standard', seed: 7, ...LARGEST })
  const metrics: Record<string, number> = { buildMs: Math.round(performance.now() - started) }
  try {
    const authorization = `Basic ${Buffer.from(`${practice.keySid}:${practice.keySecret}`).toString('base64')}`
    const ask = async (path: string): Promise<{ ms: number; rows: number }> => {
      // What the answers before left behind here is not the server's time either.
      globalThis.gc?.()
      const from = performance.now()
      const answer = await fetch(`${practice.url}/v1/Workspaces/${practice.workspaceSid}/${path}`, {
        headers: { authorization },
      })
      const bytes = await answer.arrayBuffer()
      const ms = performance.now() - from
      // What the reader makes of the bytes is not the server's time.
      const body = Buffer.from(bytes).toString('utf8')
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body.slice(0, 200)}`)
      const { meta, ...lists } = JSON.parse(body) as { meta: { key: string } } & Record<string, unknown[]>
      return { ms, rows: lists[meta.key]?.length ?? 0 }
    }
    const all: number[] = []
    for (const [name, path] of Object.entries(LISTS)) {
      // The first two warm the server's code, as any second request of a day does.
      for (let round = 0; round < 2; round += 1) await ask(path)
      const times: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const { ms, rows } = await ask(path)
        if (rows !== 1_000) throw new Error(`${path} answered ${rows} rows`)
        times.push(ms)
      }
      all.push(...times)
      metrics[`${name}P50Ms`] = percentile(times, 0.5)
      metrics[`${name}P95Ms`] = percentile(times, 0.95)
    }
    metrics['listP95Ms'] = percentile(all, 0.95)
    return metrics
  } finally {
    await practice.close()
  }
}
