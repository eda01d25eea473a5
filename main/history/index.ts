import type { HistoryEntry, HistoryPage, HistoryQuery } from '../../preload/contract/bulk'
import { readAnchor, writeAnchor } from './anchor'
import type { History, NewHistoryEntry } from './api'
import { AppendFile } from './append-file'
import { chainLine, entryOf, readLine, writeLine } from './chain'
import { diskFiles, type RecordFiles } from './files'
import { ChainLedger } from './ledger'
import { linesOf } from './lines'
import { matcherOf } from './match'
import { monthOf, Months, oldestKept } from './months'

export interface HistoryOptions {
  /** Created if missing. */
  readonly folder: string
  readonly files?: RecordFiles
  /** Workstation time, ms since 1970. */
  readonly now?: () => number
  /** Whole months kept besides the current one; null keeps everything. Asked at every start and every new month. */
  readonly keepMonths?: () => number | null
}

/**
 * Opens the history in a folder, one file a month. The chain of hashes is verified in the background at once; whoever
 * asks first waits for it. A last line that a crash cut off is taken away, since it was never acknowledged.
 * Everything rejects with the disk's own error when the folder cannot be used.
 */
export function createHistory(options: HistoryOptions): History {
  return new FileHistory(options)
}

class FileHistory implements History {
  readonly #folder: string
  readonly #files: RecordFiles
  readonly #months: Months
  readonly #now: () => number
  readonly #keepMonths: () => number | null
  readonly #ready: Promise<ChainLedger>
  #current: { readonly month: string; readonly file: AppendFile } | null = null
  #appending: Promise<void> = Promise.resolve()

  constructor(options: HistoryOptions) {
    this.#folder = options.folder
    this.#files = options.files ?? diskFiles
    this.#months = new Months(this.#files, this.#folder)
    this.#now = options.now ?? Date.now
    this.#keepMonths = options.keepMonths ?? (() => null)
    this.#ready = this.#open()
    // Told to whoever appends or asks; nobody may be listening yet.
    this.#ready.catch(() => undefined)
  }

  append(entries: readonly NewHistoryEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve()
    return this.#inTurn(() => this.#write(entries))
  }

  applyRetention(): Promise<void> {
    return this.#inTurn(async () => this.#dropOldMonths(await this.#ready))
  }

  async query(query: HistoryQuery): Promise<HistoryPage> {
    const chain = await this.#settled()
    const matches = matcherOf(query)
    const newest: HistoryEntry[] = []
    for (const month of (await this.#months.list()).reverse()) {
      const inMonth: HistoryEntry[] = []
      for await (const entry of this.#entries(month)) if (matches(entry)) inMonth.push(entry)
      newest.push(...inMonth.reverse())
      if (newest.length > query.limit) break
    }
    const entries = firstPage(newest, query.limit)
    return { entries, more: newest.length > entries.length, chain: chain.state }
  }

  async *export(query: HistoryQuery): AsyncGenerator<HistoryEntry> {
    await this.#settled()
    const matches = matcherOf(query)
    for (const month of await this.#months.list()) {
      for await (const entry of this.#entries(month)) if (matches(entry)) yield entry
    }
  }

  async close(): Promise<void> {
    await this.#appending
    await this.#ready.catch(() => undefined)
    await this.#current?.file.close()
  }

  /** Whatever changes the files is done one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#appending.then(work)
    this.#appending = done.catch(() => undefined)
    return done
  }

  async #settled(): Promise<ChainLedger> {
    const chain = await this.#ready
    await this.#appending
    return chain
  }

  async #open(): Promise<ChainLedger> {
    await this.#files.ensureFolder(this.#folder)
    const anchor = await readAnchor(this.#files, this.#folder)
    // Months that a crash kept from being removed after the anchor had been written.
    if (anchor !== null) await this.#months.removeBefore(anchor.from)
    const chain = new ChainLedger(anchor?.hash)
    const months = await this.#months.list()
    for (const month of months) await this.#verify(month, chain, month === months.at(-1))
    const newest = months.at(-1)
    if (newest !== undefined) this.#current = { month: newest, file: this.#appendTo(newest) }
    await this.#dropOldMonths(chain)
    return chain
  }

  async #verify(month: string, chain: ChainLedger, newest: boolean): Promise<void> {
    const path = this.#months.path(month)
    let goodBytes = 0
    let cutOff = false
    for await (const { text, end, complete } of linesOf(this.#files.read(path))) {
      if (!complete && newest) {
        cutOff = true
        break
      }
      goodBytes = end
      if (text !== '') chain.found(month, text)
    }
    if (cutOff) await this.#files.truncate(path, goodBytes)
  }

  async #write(entries: readonly NewHistoryEntry[]): Promise<void> {
    const chain = await this.#ready
    const { month, file } = await this.#fileForNow(chain)
    let hash = chain.lastHash
    const lines = entries.map((entry) => {
      const line = chainLine(hash, entry)
      hash = line.hash
      return writeLine(line)
    })
    await file.append(lines)
    chain.written(month, lines.length, hash)
  }

  async #fileForNow(chain: ChainLedger): Promise<{ readonly month: string; readonly file: AppendFile }> {
    const month = monthOf(this.#now())
    const current = this.#current
    // A clock set back must not write into an older month: the chain runs through the files in their order.
    if (current !== null && current.month >= month) return current
    await current?.file.close()
    this.#current = { month, file: this.#appendTo(month) }
    await this.#dropOldMonths(chain)
    return this.#current
  }

  /** Removes whole months by the retention. The anchor is on disk first, so that the chain can be verified ever after. */
  async #dropOldMonths(chain: ChainLedger): Promise<void> {
    const keep = this.#keepMonths()
    if (keep === null) return
    const wanted = oldestKept(this.#now(), keep)
    // The file that is written to stays, whatever a wrong clock says.
    const from = this.#current !== null && this.#current.month < wanted ? this.#current.month : wanted
    const hash = chain.hashBefore(from)
    if (hash === null) return
    await writeAnchor(this.#files, this.#folder, { from, hash })
    await this.#months.removeBefore(from)
    chain.forgetBefore(from)
  }

  async *#entries(month: string): AsyncGenerator<HistoryEntry> {
    for await (const { text } of linesOf(this.#files.read(this.#months.path(month)))) {
      const line = readLine(text)
      const entry = line === null ? null : entryOf(line)
      if (entry !== null) yield entry
    }
  }

  #appendTo(month: string): AppendFile {
    return new AppendFile(this.#files, this.#months.path(month))
  }
}

/**
 * The first `limit` entries, and beyond the limit those of the same millisecond as the last one: the next page starts
 * strictly before that moment, and none may be lost between two pages.
 */
function firstPage(newest: readonly HistoryEntry[], limit: number): readonly HistoryEntry[] {
  let end = Math.min(limit, newest.length)
  const last = newest[end - 1]
  while (last !== undefined && newest[end]?.at === last.at) end += 1
  return newest.slice(0, end)
}
