import type { AppendHandle, RecordFiles } from '../../main/history/files'

/** A disk in memory: what was written, and on request no more room, failures, or the state at the moment of a crash. */
export class MemoryFiles implements RecordFiles {
  readonly contents = new Map<string, Buffer>()
  /** Bytes that still fit; a write beyond it is cut off there and fails, as on a real disk. */
  room = Infinity
  syncs = 0
  /** Seen after every write that reached the disk. */
  onWrite: (path: string) => void = () => undefined

  ensureFolder(): Promise<void> {
    return Promise.resolve()
  }

  list(folder: string): Promise<readonly string[]> {
    const prefix = folder + '/'
    const names = [...this.contents.keys()].filter((path) => path.startsWith(prefix))
    return Promise.resolve(names.map((path) => path.slice(prefix.length)))
  }

  openForAppend(path: string): Promise<AppendHandle> {
    if (!this.contents.has(path)) this.contents.set(path, Buffer.alloc(0))
    return Promise.resolve({
      bytes: this.#bytes(path).length,
      append: (text) => this.#append(path, Buffer.from(text, 'utf8')),
      sync: () => {
        this.syncs += 1
        return Promise.resolve()
      },
      close: () => Promise.resolve(),
    })
  }

  async *read(path: string): AsyncIterable<Buffer> {
    await Promise.resolve()
    if (!this.contents.has(path)) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    const bytes = this.#bytes(path)
    for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000)
  }

  truncate(path: string, bytes: number): Promise<void> {
    this.room += this.#bytes(path).length - bytes
    this.contents.set(path, this.#bytes(path).subarray(0, bytes))
    return Promise.resolve()
  }

  rename(from: string, to: string): Promise<void> {
    this.contents.set(to, this.#bytes(from))
    this.contents.delete(from)
    return Promise.resolve()
  }

  remove(path: string): Promise<void> {
    this.contents.delete(path)
    return Promise.resolve()
  }

  /** The same bytes on another disk. */
  copy(): MemoryFiles {
    const twin = new MemoryFiles()
    for (const [path, bytes] of this.contents) twin.contents.set(path, Buffer.from(bytes))
    return twin
  }

  #bytes(path: string): Buffer {
    return this.contents.get(path) ?? Buffer.alloc(0)
  }

  #append(path: string, data: Buffer): Promise<void> {
    const fits = data.subarray(0, Math.max(0, Math.min(data.length, this.room)))
    this.room -= fits.length
    this.contents.set(path, Buffer.concat([this.#bytes(path), fits]))
    if (fits.length < data.length) {
      return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
    }
    this.onWrite(path)
    return Promise.resolve()
  }
}
