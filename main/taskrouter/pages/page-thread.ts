import { Worker } from 'node:worker_threads'
import type { PageAnswer, PageOrder } from './read-page'

/** As much of a worker thread as is used; a test puts its own in its place. */
export interface PageWorker {
  on(event: 'message', listener: (answer: PageAnswer) => void): unknown
  on(event: 'error' | 'exit' | 'messageerror', listener: (cause?: unknown) => void): unknown
  postMessage(order: PageOrder): void
  terminate(): Promise<unknown>
  unref(): void
}

/** The thread ended before it answered. Whoever asked still holds the bytes and can read them itself. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost'
}

/** Larger heaps than a page can need mean that something is wrong; the thread then ends instead of the program. */
const HEAP_MB = 512
/** A thread that was lost so often is not started again. */
const MOST_LOSSES = 3

/**
 * @param file the built entry of `thread.ts`.
 * @param log told when the thread runs, and why it ended: without it pages are read all the same, only not apart
 */
export function startPageWorker(
  file: string,
  log: (event: string, facts: Readonly<Record<string, string>>) => void = () => undefined,
): PageWorker {
  const worker = new Worker(file, { name: 'pages', resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
  worker.once('online', () => {
    log('pages.threadRuns', {})
  })
  worker.once('error', (error) => {
    log('pages.threadFailed', { error: error instanceof Error ? error.message : String(error) })
  })
  return worker
}

interface Waiting {
  readonly resolve: (answer: PageAnswer) => void
  readonly reject: (error: ThreadLost) => void
}

/** One thread that reads pages, started with the first one and ended with `close`. It never keeps the program alive. */
export class PageThread {
  private worker: PageWorker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private serial = 0
  private losses = 0
  private closed = false

  constructor(
    private readonly start: () => PageWorker,
    private readonly onLost: ((reason: string) => void) | undefined,
  ) {}

  get usable(): boolean {
    return !this.closed && this.losses < MOST_LOSSES
  }

  /** Rejects with ThreadLost only. */
  read(order: Omit<PageOrder, 'id'>): Promise<PageAnswer> {
    if (!this.usable) return Promise.reject(new ThreadLost())
    const id = ++this.serial
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      try {
        this.worker ??= this.begin()
        this.worker.postMessage({ ...order, id })
      } catch (error) {
        this.lose(this.worker, error)
      }
    })
  }

  close(): void {
    this.closed = true
    this.lose(this.worker, null)
  }

  private begin(): PageWorker {
    const worker = this.start()
    worker.unref()
    worker.on('message', (answer: PageAnswer) => {
      this.waiting.get(answer.id)?.resolve(answer)
      this.waiting.delete(answer.id)
    })
    for (const end of ['error', 'exit', 'messageerror'] as const)
      worker.on(end, (cause) => {
        this.lose(worker, cause ?? end)
      })
    return worker
  }

  private lose(worker: PageWorker | null, cause: unknown): void {
    if (worker !== this.worker) return
    if (!this.closed) this.onLost?.(reasonOf(cause))
    this.worker = null
    this.losses += 1
    const left = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of left) reject(new ThreadLost())
    void worker?.terminate()
  }
}

/** A word for the log; messages may hold paths of the workstation. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return `ended (${String(cause)})`
  return 'code' in cause && typeof cause.code === 'string' ? `${cause.name} ${cause.code}` : cause.name
}
