import type { BudgetSnapshot, Priority } from '../api'
import type { Clock } from '../clock'
import { createConcurrencyModel } from './concurrency-model'
import { Line } from './line'
import { createRateModel, type LevelReport } from './rate-model'

/** Most urgent first. */
const PRIORITIES = ['action', 'detail', 'tail', 'read', 'audit'] as const satisfies readonly Priority[]

export interface SchedulerSettings {
  /** Requests under way at once, to begin with. */
  readonly startConcurrency: number
  readonly maxConcurrency: number
  /** Places that only actions (and, but for one, detail views) may use. */
  readonly reservedPlaces: number
  /** Requests per second and at once until a limit shows itself. */
  readonly startRate: number
  readonly startBurst: number
  readonly maxRate: number
  /** The longest `Retry-After` that is obeyed, ms. */
  readonly maxPauseMs: number
}

export const DEFAULT_SCHEDULER_SETTINGS: SchedulerSettings = {
  startConcurrency: 8,
  maxConcurrency: 32,
  reservedPlaces: 2,
  startRate: 45,
  startBurst: 12,
  maxRate: 1_000,
  maxPauseMs: 60_000,
}

/** What became of a request that was let through. */
export interface Outcome {
  /** HTTP status, or null where no answer came. */
  readonly status: number | null
  readonly report: LevelReport | null
  readonly retryAfterMs: number | null
}

export interface Permit {
  /** Must be called once, whatever happens. */
  release(outcome: Outcome): void
}

export interface Ask {
  readonly priority: Priority
  readonly signal: AbortSignal
  /** Stands in front of its priority: it was let through before and refused with 429. */
  readonly again: boolean
}

export interface Scheduler {
  /** Resolves when the request may leave; rejects with `GivenUp` when the signal aborts or the scheduler is closed. */
  acquire(ask: Ask): Promise<Permit>
  snapshot(): BudgetSnapshot
  /** Called after changes, at most every 100 ms. */
  onChange(listener: (budget: BudgetSnapshot) => void): () => void
  close(): void
}

export class GivenUp extends Error {
  override readonly name = 'GivenUp'
}

interface Waiter {
  readonly priority: Priority
  readonly since: number
  readonly admit: (permit: Permit) => void
}

/** Tokens that each priority leaves in the bucket for those more urgent, as a share of the reserve. */
const LEAVES: Readonly<Record<Priority, number>> = { action: 0, detail: 0.5, tail: 1, read: 1, audit: 2 }
const RESERVE_TOKENS = 2
/** From this wait on a less urgent request may overtake once in a while, so that a long job never blinds the board. */
const PATIENCE_MS: Readonly<Record<Priority, number>> = {
  action: Infinity,
  detail: 1_000,
  tail: 1_000,
  read: 10_000,
  audit: 60_000,
}
/** At most one request in this many overtakes. */
const OVERTAKE_SHARE = 50
const NOTIFY_MS = 100

/** The one gate through which every request passes. */
export function createScheduler(
  clock: Clock,
  settings: SchedulerSettings = DEFAULT_SCHEDULER_SETTINGS,
): Scheduler {
  const lines: Readonly<Record<Priority, Line<Waiter>>> = {
    action: new Line(),
    detail: new Line(),
    tail: new Line(),
    read: new Line(),
    audit: new Line(),
  }
  const rate = createRateModel(settings)
  const concurrency = createConcurrencyModel({
    start: settings.startConcurrency,
    max: settings.maxConcurrency,
  })
  const listeners = new Set<(budget: BudgetSnapshot) => void>()
  const refuseAll = new Set<(reason: Error) => void>()
  let inFlight = 0
  let pausedUntil = 0
  let sent = 0
  let rateLimited = 0
  let sentAtOvertake = -OVERTAKE_SHARE
  let report: LevelReport | null = null
  let heldByRate = false
  let cancelTimer: (() => void) | null = null
  let cancelNotice: (() => void) | null = null
  let closed = false

  function placesFor(priority: Priority): number {
    const limit = concurrency.limit()
    const reserved = Math.min(settings.reservedPlaces, limit - 1)
    if (priority === 'action') return limit
    return priority === 'detail' ? limit - Math.min(1, reserved) : limit - reserved
  }

  function tokensFor(priority: Priority): number {
    // Never more than a small bucket can hold, or the less urgent would wait for ever.
    const reserve = Math.min(RESERVE_TOKENS, Math.max(0, rate.capacity() - 1) / 8)
    return 1 + LEAVES[priority] * reserve
  }

  /** Whose turn it is: the most urgent, or now and then somebody who has waited very long. */
  function next(now: number): Waiter | null {
    const urgent = PRIORITIES.find((priority) => lines[priority].length > 0)
    if (urgent === undefined) return null
    if (sent - sentAtOvertake >= OVERTAKE_SHARE) {
      for (const priority of PRIORITIES) {
        const waiter = lines[priority].peek()
        if (priority !== urgent && waiter !== null && now - waiter.since >= PATIENCE_MS[priority])
          return waiter
      }
    }
    return lines[urgent].peek()
  }

  function pump(): void {
    cancelTimer?.()
    cancelTimer = null
    while (!closed) {
      const now = clock.monotonic()
      const waiter = next(now)
      if (waiter === null) return
      if (pausedUntil > now) {
        cancelTimer = clock.schedule(pump, pausedUntil - now)
        return
      }
      const overtakes = PRIORITIES.some(
        (priority) =>
          PRIORITIES.indexOf(priority) < PRIORITIES.indexOf(waiter.priority) && lines[priority].length > 0,
      )
      // Whoever overtakes does so with the rights of an action, or the wait would have been for nothing.
      const rights = overtakes ? 'action' : waiter.priority
      const wait = rate.waitFor(tokensFor(rights), now)
      if (inFlight >= placesFor(rights)) {
        if (wait === 0) concurrency.held()
        return
      }
      if (wait > 0) {
        heldByRate = true
        cancelTimer = clock.schedule(pump, Math.min(Math.ceil(wait), 60_000))
        return
      }
      if (overtakes) sentAtOvertake = sent
      letThrough(waiter, now)
    }
  }

  function letThrough(waiter: Waiter, sentAt: number): void {
    lines[waiter.priority].remove(waiter)
    rate.take(sentAt, heldByRate)
    heldByRate = false
    inFlight += 1
    sent += 1
    const underWay = inFlight
    let released = false
    waiter.admit({
      release(outcome) {
        if (released) return
        released = true
        inFlight -= 1
        learn(outcome, sentAt, underWay)
        pump()
        notify()
      },
    })
    notify()
  }

  function learn(outcome: Outcome, sentAt: number, underWay: number): void {
    const now = clock.monotonic()
    report = outcome.report ?? report
    if (outcome.status === 429) {
      rateLimited += 1
      const about = concurrency.refused(underWay, now)
      // While the rate is still being searched for, more under way than ever is no proof that the rate was right.
      if (about === 'rate' || !rate.settled()) rate.refused(now, sentAt)
    } else if (outcome.status !== null) {
      concurrency.accepted(underWay, now)
      rate.accepted(now, inFlight, outcome.report)
    }
    if (outcome.retryAfterMs !== null && (outcome.status === 429 || outcome.status === 503)) {
      pausedUntil = Math.max(pausedUntil, now + Math.min(outcome.retryAfterMs, settings.maxPauseMs))
    }
  }

  function snapshot(): BudgetSnapshot {
    const pause = pausedUntil - clock.monotonic()
    return {
      inFlight,
      waiting: {
        action: lines.action.length,
        detail: lines.detail.length,
        tail: lines.tail.length,
        read: lines.read.length,
        audit: lines.audit.length,
      },
      ratePerSecond: rate.rate(),
      concurrency: concurrency.limit(),
      limit: report?.limit ?? null,
      remaining: report?.remaining ?? null,
      pausedUntil: pause > 0 ? clock.now() + pause : null,
      sent,
      rateLimited,
    }
  }

  function notify(): void {
    if (listeners.size === 0 || cancelNotice !== null || closed) return
    cancelNotice = clock.schedule(() => {
      cancelNotice = null
      const budget = snapshot()
      for (const listener of listeners) listener(budget)
    }, NOTIFY_MS)
  }

  return {
    acquire({ priority, signal, again }) {
      return new Promise((resolve, reject) => {
        if (closed || signal.aborted) {
          reject(new GivenUp())
          return
        }
        const leave = () => {
          signal.removeEventListener('abort', giveUp)
          refuseAll.delete(refuse)
        }
        const refuse = (reason: Error) => {
          if (!lines[priority].remove(waiter)) return
          leave()
          reject(reason)
          notify()
        }
        const giveUp = () => {
          refuse(new GivenUp())
          pump()
        }
        const waiter: Waiter = {
          priority,
          since: clock.monotonic(),
          admit(permit) {
            leave()
            resolve(permit)
          },
        }
        signal.addEventListener('abort', giveUp, { once: true })
        refuseAll.add(refuse)
        if (again) lines[priority].pushFront(waiter)
        else lines[priority].push(waiter)
        pump()
        notify()
      })
    },
    snapshot,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      cancelTimer?.()
      cancelNotice?.()
      cancelNotice = null
      for (const refuse of [...refuseAll]) refuse(new GivenUp())
    },
  }
}
