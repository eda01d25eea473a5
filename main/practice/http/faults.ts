import type { Random } from '../world/random'

export const FAULT_KINDS = [
  'latency',
  'status',
  'permission',
  'reset-before',
  'reset-after',
  'truncate',
  'html',
  'empty',
  'drip',
  'clock',
] as const

/**
 * What can be made to go wrong. `latency` waits `delayMs` (+ up to `jitterMs`); `status` answers `status` (429, 500, 503, …)
 * without doing anything; `permission` answers 403 / 70051; `reset-before` and `reset-after` cut the connection before or
 * after the change was applied; `truncate`, `html` and `empty` spoil the body of an answer; `drip` sends it in small pieces
 * `delayMs` apart; `clock` shifts the `Date` header by `delayMs`.
 */
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  readonly kind: FaultKind
  /** `GET`, `POST` or `DELETE`; every method when left out. */
  readonly method?: string
  /** A pattern for the path: `*` stands for anything. Every path when left out. */
  readonly path?: string
  /** Hits only requests that carry this parameter. */
  readonly parameter?: string
  /** Hits the next so many matching requests, then is over. */
  readonly times?: number
  /** Hits with this probability. Default 1. */
  readonly probability?: number
  readonly status?: number
  readonly delayMs?: number
  readonly jitterMs?: number
}

interface Armed {
  readonly id: number
  readonly fault: Fault
  readonly pattern: RegExp | null
  left: number
}

/** Thrown for a fault that makes no sense. */
class FaultError extends Error {}

/** The faults on order; each request takes those that match it. */
export class Faults {
  private readonly armed: Armed[] = []
  private nextId = 1

  constructor(private readonly random: Random) {}

  /** @returns the id to disarm it with. @throws FaultError for an unknown kind or a number out of range. */
  arm(fault: Fault): number {
    if (!FAULT_KINDS.includes(fault.kind)) throw new FaultError(`Unknown fault: ${fault.kind}`)
    if (
      fault.kind === 'status' &&
      !(fault.status !== undefined && fault.status >= 400 && fault.status <= 599)
    ) {
      throw new FaultError('A status fault needs a status from 400 to 599.')
    }
    const id = this.nextId++
    this.armed.push({
      id,
      fault,
      pattern: toPattern(fault.path),
      left: fault.times ?? Number.POSITIVE_INFINITY,
    })
    return id
  }

  disarm(id: number): boolean {
    const index = this.armed.findIndex((each) => each.id === id)
    if (index < 0) return false
    this.armed.splice(index, 1)
    return true
  }

  clear(): void {
    this.armed.length = 0
  }

  list(): { id: number; left: number | null; fault: Fault }[] {
    return this.armed.map(({ id, left, fault }) => ({ id, left: Number.isFinite(left) ? left : null, fault }))
  }

  /** The faults that hit this request; counts them. */
  hit(method: string, path: string, hasParameter: (name: string) => boolean): Fault[] {
    const hits: Fault[] = []
    for (const each of [...this.armed]) {
      const { fault } = each
      if (fault.method !== undefined && fault.method !== method) continue
      if (fault.parameter !== undefined && !hasParameter(fault.parameter)) continue
      if (each.pattern !== null && !each.pattern.test(path)) continue
      if (fault.probability !== undefined && !this.random.chance(fault.probability)) continue
      hits.push(fault)
      if (--each.left <= 0) this.disarm(each.id)
    }
    return hits
  }

  /** How long a latency fault waits this time, ms. */
  delayOf(fault: Fault): number {
    return (fault.delayMs ?? 0) + this.random.next() * (fault.jitterMs ?? 0)
  }
}

function toPattern(path: string | undefined): RegExp | null {
  if (path === undefined) return null
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')
  return new RegExp(`^${escaped}$`)
}
