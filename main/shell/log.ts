import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { redact } from './redact'

export type Facts = Readonly<Record<string, string | number | boolean | null>>
export type Log = (event: string, facts?: Facts) => void

export interface LogOptions {
  readonly path: string
  /** Size in bytes at which the file becomes `path.1` and a new one begins. */
  readonly maxBytes?: number
  /** Old files kept. */
  readonly keep?: number
  /** ms since 1970. */
  readonly now?: () => number
}

/** Faults that nobody caught are logged, so that a report can name them; Node would only print them. */
export function logCrashes(process: Pick<NodeJS.Process, 'on'>, log: Log): void {
  const tell = (event: string) => (error: unknown) => {
    log(event, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  process.on('unhandledRejection', tell('main.unhandledRejection'))
  process.on('uncaughtExceptionMonitor', tell('main.uncaughtException'))
}

/** Entries that wait for a slow disk; more than these are dropped, and the drop is logged. */
const QUEUE_LIMIT = 2000

/**
 * A log of one JSON object a line, redacted, rotated, written behind the program's back: `write` never waits and never
 * throws. A disk that refuses costs log lines, never work.
 */
export class LogFile {
  readonly #path: string
  readonly #maxBytes: number
  readonly #keep: number
  readonly #now: () => number
  #waiting: string[] = []
  #dropped = 0
  #bytes: number | null = null
  #writing: Promise<void> | null = null

  constructor(options: LogOptions) {
    this.#path = options.path
    this.#maxBytes = options.maxBytes ?? 2_000_000
    this.#keep = options.keep ?? 3
    this.#now = options.now ?? Date.now
  }

  readonly write: Log = (event, facts = {}) => {
    if (this.#waiting.length >= QUEUE_LIMIT) {
      this.#dropped += 1
      return
    }
    this.#waiting.push(this.#line(event, facts))
    this.#writing ??= this.#drain()
  }

  /** Resolves when everything written so far is on disk (or given up). */
  async flush(): Promise<void> {
    await this.#writing
  }

  #line(event: string, facts: Facts): string {
    const entry: Record<string, unknown> = { at: new Date(this.#now()).toISOString(), event }
    for (const [key, fact] of Object.entries(facts))
      entry[key] = typeof fact === 'string' ? redact(fact) : fact
    return `${JSON.stringify(entry)}\n`
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#dropped > 0) {
        this.#waiting.push(this.#line('log.dropped', { lines: this.#dropped }))
        this.#dropped = 0
      }
      const text = this.#waiting.join('')
      this.#waiting = []
      try {
        await this.#rotate(Buffer.byteLength(text))
        await appendFile(this.#path, text, { mode: 0o600 })
      } catch {
        this.#bytes = null
      }
    }
    this.#writing = null
  }

  async #rotate(coming: number): Promise<void> {
    if (this.#bytes === null) {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
      this.#bytes = await stat(this.#path).then(
        (found) => found.size,
        () => 0,
      )
    }
    if (this.#bytes > 0 && this.#bytes + coming > this.#maxBytes) {
      for (let age = this.#keep - 1; age >= 1; age -= 1)
        await renameIfThere(`${this.#path}.${age}`, `${this.#path}.${age + 1}`)
      await renameIfThere(this.#path, `${this.#path}.1`)
      this.#bytes = 0
    }
    this.#bytes += coming
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch(() => undefined)
}
