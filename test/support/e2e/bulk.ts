// What end-to-end tests of bulk actions share: sign in, wait for the board, run a plan, read what the server saw.
import { expect, type Page } from '@playwright/test'
import type { LoggedRequest, PracticeFacts } from '../../../main/practice'
import type { BulkAction, JobSummary, Plan, RowOutcome } from '../../../preload/contract/bulk'
import type { Result } from '../../../preload/contract/envelope'

/** Long enough for a start and a first read on a busy machine of two cores. */
export const READY_MS = 45_000

/** Asks main through the window's own bridge. @throws with the problem's code when main refuses */
export async function askMain<T>(page: Page, call: string, request?: unknown): Promise<T> {
  const argument = request === undefined ? '' : JSON.stringify(request)
  const answer = (await page.evaluate(`window.bridge.${call}(${argument})`)) as Result<T>
  if (!answer.ok) throw new Error(`${call}: ${answer.error.code} ${answer.error.message}`)
  return answer.data
}

export async function signIn(page: Page, server: PracticeFacts): Promise<void> {
  const { accountSid, keySid, keySecret: secret } = server
  const credentials = { kind: 'apiKey', accountSid, keySid, secret }
  const draft = await askMain<{ draftId: string }>(page, 'connection.draft', { credentials, region: 'us1' })
  const { draftId } = draft
  await askMain(page, 'connection.connect', { draftId, workspaceSid: server.workspaceSid })
  await live(page)
}

/** Waits until the board shows the whole workspace. */
export async function live(page: Page): Promise<void> {
  await expect
    .poll(() => askMain<{ phase: string }>(page, 'board.subscribe').then(({ phase }) => phase), {
      timeout: READY_MS,
      intervals: [500],
    })
    .toBe('live')
}

export function planRows(page: Page, action: BulkAction, sids: readonly string[]): Promise<Plan> {
  return askMain<Plan>(page, 'bulk.plan', { action, sids, note: '' })
}

/** Starts a plan, with the phrase typed where one is asked for. */
export function runPlan(page: Page, { id, confirm }: Plan): Promise<JobSummary> {
  const typed = confirm.kind === 'typed' ? confirm.phrase : ''
  const run = { planId: id, released: [], typed, note: 'end-to-end', noteOnTask: false }
  return askMain<JobSummary>(page, 'bulk.run', run)
}

export const jobs = (page: Page): Promise<readonly JobSummary[]> => askMain(page, 'bulk.jobs')

/** Waits until the job that an earlier run left open is settled as far as reading can tell, and goes on with it. */
export async function resumeInterrupted(page: Page): Promise<void> {
  await live(page)
  await expect
    .poll(async () => (await jobs(page)).map(({ state, counts }) => [state, counts.unknown]), {
      timeout: READY_MS,
    })
    .toEqual([['interrupted', 0]])
  for (const { id } of await jobs(page)) await askMain(page, 'bulk.resume', { jobId: id })
}

/** Waits until every job of the window is over; their outcomes by row. */
export async function outcomesWhenOver(
  page: Page,
  timeout = 60_000,
): Promise<ReadonlyMap<string, RowOutcome>> {
  const over = (state: JobSummary['state']): boolean => state === 'finished' || state === 'cancelled'
  await expect
    .poll(async () => (await jobs(page)).every(({ state }) => over(state)), { timeout, intervals: [200] })
    .toBe(true)
  const rows = new Map<string, RowOutcome>()
  for (const { id } of await jobs(page)) {
    for (const row of await askMain<readonly RowOutcome[]>(page, 'bulk.outcomes', { jobId: id })) {
      rows.set(row.sid, row)
    }
  }
  return rows
}

/** Times that the server was told to act on each reservation, whatever it answered; a 429 was not processed. */
export function sightings(log: readonly LoggedRequest[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  for (const { method, path, status } of log) {
    const sid = path.split('/').at(-1) ?? ''
    if (method === 'POST' && sid.startsWith('WR') && status !== 429) seen.set(sid, (seen.get(sid) ?? 0) + 1)
  }
  return seen
}
