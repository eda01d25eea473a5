import {
  PRACTICE_FAULTS,
  type PracticeFault,
  type PracticeState,
  type PracticeStage,
  type StagedSituation,
} from '../../preload/contract/practice'
import type { Transport } from '../taskrouter/transport/transport'
import type { Access } from './access'
import { problemError } from './problem-error'

/** As the control API of the practice workspace takes them. */
const FAULTS: Readonly<Record<PracticeFault, Readonly<Record<string, string | number>>>> = {
  slow: { kind: 'latency', delayMs: 1500, jitterMs: 1000 },
  rateLimited: { kind: 'status', status: 429, probability: 0.3 },
  serverErrors: { kind: 'status', status: 500, probability: 0.3 },
  // The change is made, its answer is lost.
  lostAnswers: { kind: 'reset-after', method: 'POST' },
  notAllowed: { kind: 'permission', method: 'POST', path: '*/Reservations/*' },
  brokenAnswers: { kind: 'html', probability: 0.3 },
  offline: { kind: 'reset-before' },
}

const PATIENCE_MS = 10_000

type Fields = Readonly<Record<string, unknown>>

/** Steers the practice workspace through its control API, below `/_practice/`. Rejects with ProblemError `practiceFailed`. */
export class PracticeControl {
  readonly #base: string
  readonly #authorization: string
  readonly #transport: Transport

  constructor(access: Access, transport: Transport) {
    this.#base = `${access.practiceUrl ?? ''}/_practice/`
    const pair = `${access.keySid ?? access.accountSid}:${access.secret}`
    this.#authorization = `Basic ${Buffer.from(pair).toString('base64')}`
    this.#transport = transport
  }

  async state(): Promise<PracticeState> {
    const [state, armed] = await Promise.all([this.#ask('GET', 'state'), this.#armed()])
    const known = armed.map(({ fault }) => faultLike(fault))
    return {
      now: numberOf(state['now']),
      speed: numberOf(state['speed']),
      paused: state['paused'] === true,
      faults: PRACTICE_FAULTS.filter((name) => known.includes(name)),
      otherFaults: known.filter((name) => name === null).length,
      rps: numberOf(state['rps']),
    }
  }

  async stage(stage: PracticeStage): Promise<StagedSituation> {
    const facts = await this.#ask('POST', 'stage', { name: stage })
    const count = (name: string): number => {
      const sids = facts[name]
      return Array.isArray(sids) ? sids.length : 0
    }
    return {
      stage,
      tasks: count('taskSids'),
      reservations: count('reservationSids'),
      workers: count('workerSids'),
    }
  }

  setSpeed(speed: number): Promise<PracticeState> {
    return this.#change('speed', { speed })
  }

  pause(): Promise<PracticeState> {
    return this.#change('pause')
  }

  resume(): Promise<PracticeState> {
    return this.#change('resume')
  }

  advance(minutes: number): Promise<PracticeState> {
    return this.#change('advance', { ms: minutes * 60_000 })
  }

  /** @param rps requests per second before 429; 0 for no limit */
  setLimit(rps: number): Promise<PracticeState> {
    return this.#change('limits', { rps, burst: rps })
  }

  async setFault(name: PracticeFault, on: boolean): Promise<PracticeState> {
    for (const { id, fault } of await this.#armed())
      if (faultLike(fault) === name) await this.#ask('DELETE', `faults/${id}`)
    if (on) await this.#ask('POST', 'faults', FAULTS[name])
    return this.state()
  }

  async clearFaults(): Promise<PracticeState> {
    await this.#ask('DELETE', 'faults')
    return this.state()
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  async #change(path: string, fields: Fields = {}): Promise<PracticeState> {
    await this.#ask('POST', path, fields)
    return this.state()
  }

  async #armed(): Promise<readonly { readonly id: number; readonly fault: Fields }[]> {
    const { faults } = await this.#ask('GET', 'faults')
    if (!Array.isArray(faults)) return []
    return faults.flatMap((entry: unknown) => {
      const fault = isFields(entry) ? entry['fault'] : null
      return isFields(entry) && isFields(fault) ? [{ id: numberOf(entry['id']), fault }] : []
    })
  }

  async #ask(method: 'GET' | 'POST' | 'DELETE', path: string, fields: Fields | null = null): Promise<Fields> {
    let answer: unknown
    try {
      const { status, body } = await this.#transport.request({
        method,
        url: this.#base + path,
        headers: { authorization: this.#authorization, 'content-type': 'application/json' },
        body: fields === null ? null : JSON.stringify(fields),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      answer = status === 200 ? JSON.parse(Buffer.from(body).toString('utf8')) : null
    } catch {
      answer = null
    }
    if (!isFields(answer)) throw problemError('practiceFailed', `The practice workspace did not ${path}.`)
    return answer
  }
}

/** Which of ours an armed fault is; null for one that came with a situation. */
function faultLike(fault: Fields): PracticeFault | null {
  const said = Object.entries(fault)
  return (
    PRACTICE_FAULTS.find((name) => {
      const ours = FAULTS[name]
      return said.length === Object.keys(ours).length && said.every(([key, value]) => ours[key] === value)
    }) ?? null
  )
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)
