import type { AppendHandle, RecordFiles } from './files'

interface Batch {
  text: string
  readonly done: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * A file that only grows, one line at a time. Lines that arrive while the disk is busy share the next write and one
 * sync, so that a hundred intents cost about as much as one.
 *
 * A failed write is taken back: the file ends again where it ended before, so that what was refused to the caller is not
 * found in the file later.
 */
export class AppendFile {
  readonly #files: RecordFiles
  readonly #path: string
  #handle: AppendHandle | null = null
  #waiting: Batch | null = null
  #running: Promise<void> | null = null
  #goodBytes = 0
  /** The file may end in the middle of a line, which the next line must not continue. */
  #torn = false

  constructor(files: RecordFiles, path: string) {
    this.#files = files
    this.#path = path
  }

  /** Resolves when the lines (without line breaks) are on disk; rejects with the disk's error if they may not be. */
  append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return Promise.resolve()
    this.#waiting ??= newBatch()
    this.#waiting.text += lines.map((line) => line + '\n').join('')
    this.#running ??= this.#drain()
    return this.#waiting.done
  }

  /** Waits for everything appended so far and closes the file; appending again opens it again. */
  async close(): Promise<void> {
    await this.#running
    const handle = this.#handle
    this.#handle = null
    await handle?.close()
  }

  async #drain(): Promise<void> {
    // One turn of the event loop lets every caller of this moment join the batch.
    await Promise.resolve()
    for (let batch = this.#take(); batch !== null; batch = this.#take()) {
      try {
        await this.#write(batch.text)
        batch.resolve()
      } catch (error) {
        await this.#takeBack()
        batch.reject(error)
      }
    }
    this.#running = null
  }

  async #write(text: string): Promise<void> {
    if (this.#handle === null) {
      this.#handle = await this.#files.openForAppend(this.#path)
      this.#goodBytes = this.#handle.bytes
    }
    const whole = (this.#torn ? '\n' : '') + text
    await this.#handle.append(whole)
    await this.#handle.sync()
    this.#goodBytes += Buffer.byteLength(whole)
    this.#torn = false
  }

  async #takeBack(): Promise<void> {
    if (this.#handle === null) return
    try {
      await this.#files.truncate(this.#path, this.#goodBytes)
    } catch {
      this.#torn = true
    }
  }

  #take(): Batch | null {
    const batch = this.#waiting
    this.#waiting = null
    return batch
  }
}

function newBatch(): Batch {
  let resolve: () => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const done = new Promise<void>((onDone, onError) => {
    resolve = onDone
    reject = onError
  })
  return { text: '', done, resolve, reject }
}
