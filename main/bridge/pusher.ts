import { WIRE_PREFIX, type Pushes, type Topic } from '../../preload/contract/channels'

/** The window as far as pushes are concerned. */
export interface PushTarget {
  isDestroyed(): boolean
  send(wire: string, payload: unknown): void
}

/** Of these only the newest counts, so a window that is not ready yet gets just that. */
const NEWEST_ONLY: ReadonlySet<Topic> = new Set<Topic>([
  'connection/changed',
  'settings/changed',
  'alerts/changed',
  'app/trayChanged',
  'board/status',
  'board/directoryChanged',
])

/** Worth nothing to a page that has not asked for them: it starts its own stream, reads the list, or is not the one meant. */
const NEVER_QUEUED: ReadonlySet<Topic> = new Set<Topic>([
  'board/push',
  'bulk/planProgress',
  'bulk/job',
  'app/command',
])

/** Tells a page that it must not ask for anything more, or may again: it goes to one that does not listen yet as well. */
const SENT_ALWAYS: ReadonlySet<Topic> = new Set<Topic>(['lock/changed'])

const QUEUE_LIMIT = 100

/**
 * The only way from main to the window. Until the page says it listens, pushes wait; for a window that is gone they are
 * dropped.
 */
export class Pusher {
  #target: PushTarget | null = null
  #listening = false
  #queue: { readonly topic: Topic; readonly payload: unknown }[] = []

  attach(target: PushTarget): void {
    this.#target = target
    this.#listening = false
  }

  /** The window is gone, or may be told nothing for now: nobody listens. */
  silence(): void {
    this.#listening = false
  }

  /** The page has registered its listeners: what waited is sent in order. */
  pageListens(): void {
    if (this.#listening) return
    this.#listening = true
    const waiting = this.#queue
    this.#queue = []
    for (const { topic, payload } of waiting) this.#send(topic, payload)
  }

  push<T extends Topic>(topic: T, payload: Pushes[T]): void {
    if (this.#listening || SENT_ALWAYS.has(topic)) {
      this.#send(topic, payload)
      return
    }
    if (NEVER_QUEUED.has(topic)) return
    if (NEWEST_ONLY.has(topic)) this.#queue = this.#queue.filter((waiting) => waiting.topic !== topic)
    this.#queue.push({ topic, payload })
    if (this.#queue.length > QUEUE_LIMIT) this.#queue.shift()
  }

  #send(topic: Topic, payload: unknown): void {
    if (this.#target === null || this.#target.isDestroyed()) return
    this.#target.send(WIRE_PREFIX + topic, payload)
  }
}
