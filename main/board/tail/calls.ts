import type { CallCheckState } from '../../../preload/contract/board'
import { suspectsCall, type CallFact } from '../../diagnosis'
import type { TaskRouterClient } from '../../taskrouter/api'
import { isTaskRouterError } from '../../taskrouter/errors'
import type { BoardRows } from '../model/rows'
import { asOf, inParallel, type Workbench } from '../plans/workbench'

export interface CallCheckParts {
  readonly rows: Pick<BoardRows, 'all' | 'callOf' | 'setCall' | 'forgetCalls'>
  readonly fetchCall: TaskRouterClient['fetchCall']
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

/** Calls asked about in one tick; they also wait for each other in a lane of their own. */
const AT_ONCE = 4
/** A call that was up may have ended since. */
const UP_KEPT_MS = 3 * 60_000
/** A call that the API does not know will not become known soon. */
const UNKNOWN_KEPT_MS = 15 * 60_000
/** After trouble on the way, so that a Voice API that is down costs next to nothing. */
const TROUBLE_MS = 60_000

/**
 * Asks the Voice API about the calls of rows that a rule suspects, a few a tick, when nothing more useful waits. What it learns is
 * evidence for the rules; a call that is over is never asked about again. Refused once is refused for good: it says so and
 * stops, until it is switched off and on again.
 */
export class CallCheck {
  private enabled = false
  private refused = false
  private notBefore = 0
  private asking = false
  /** Whether the API has answered at all: before that one question at a time is enough to be refused. */
  private answered = false

  constructor(private readonly parts: CallCheckParts) {}

  get state(): CallCheckState {
    if (!this.enabled) return 'off'
    return this.refused ? 'notPermitted' : 'on'
  }

  /** Switching off forgets what was learned: without the right to look, nothing may be said about calls. */
  switch(on: boolean): void {
    if (on === this.enabled) return
    this.enabled = on
    this.refused = false
    this.answered = false
    this.notBefore = 0
    if (!on) this.parts.rows.forgetCalls()
  }

  due(now: number): boolean {
    return this.enabled && !this.refused && !this.asking && now >= this.notBefore
  }

  /** Begins a round of questions. Nobody waits for it: a Voice API that hangs must not hold up the board. */
  begin(bench: Workbench): void {
    const suspects = this.suspects(bench)
    if (suspects.length === 0) return
    this.asking = true
    void inParallel(suspects, AT_ONCE, bench.signal, ({ taskSid, callSid }) =>
      this.ask(bench, taskSid, callSid),
    )
      // Only the end of the session is thrown.
      .catch(() => undefined)
      .then(() => {
        this.asking = false
        return bench.publish()
      })
  }

  private suspects(bench: Workbench): readonly { readonly taskSid: string; readonly callSid: string }[] {
    const now = bench.serverNow()
    const found = new Map<string, string>()
    for (const row of this.parts.rows.all()) {
      if (!suspectsCall(row, now)) continue
      const { taskSid } = row
      const callSid = bench.index.tasks.get(taskSid)?.callSid ?? null
      if (callSid === null || found.has(taskSid) || this.isKnown(this.parts.rows.callOf(taskSid), now))
        continue
      found.set(taskSid, callSid)
      if (found.size === (this.answered ? AT_ONCE : 1)) break
    }
    return [...found].map(([taskSid, callSid]) => ({ taskSid, callSid }))
  }

  private isKnown(fact: CallFact | null, now: number): boolean {
    if (fact === null) return false
    if (fact.over === true) return true
    return now < fact.at + (fact.over === false ? UP_KEPT_MS : UNKNOWN_KEPT_MS)
  }

  private async ask(bench: Workbench, taskSid: string, callSid: string): Promise<void> {
    if (this.refused) return
    const { fetchCall, rows } = this.parts
    try {
      const { value, serverTime } = await fetchCall(callSid, { priority: 'audit', signal: bench.signal })
      this.answered = true
      rows.setCall(taskSid, { over: value.over, endedAt: value.endedAt, at: asOf(bench, serverTime) })
    } catch (error) {
      if (!isTaskRouterError(error) || error.kind === 'cancelled') throw error
      if (error.kind === 'gone') rows.setCall(taskSid, { over: null, endedAt: null, at: bench.serverNow() })
      else this.give(error.kind, bench.serverNow())
    }
  }

  /** A refusal of the Voice API says nothing about TaskRouter: the board goes on, and so does the connection. */
  private give(kind: string, now: number): void {
    this.notBefore = now + TROUBLE_MS
    if (kind !== 'notAllowed' && kind !== 'notSignedIn') return
    if (!this.refused) this.parts.log('callCheckRefused', { kind })
    this.refused = true
  }
}
