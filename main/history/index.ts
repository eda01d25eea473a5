import { join } from 'node:path'
import type { HistoryEntry, HistoryPage, HistoryQuery } from '../../preload/contract/bulk'
import type { History, NewHistoryEntry } from './api'
import { AppendFile } from './append-file'
import { chainLine, entryOf, follows, NO_LINE_BEFORE, readLine, writeLine } from './chain'
import { diskFiles, type RecordFiles } from './files'
import { linesOf } from './lines'
import { matcherOf } from './match'

export interface HistoryOptions {
  /** Created if missing. */
  readonly folder: string
  readonly files?: RecordFiles
  /** Workstation time, ms since 1970. */
  readonly now?: () => number
  /** Whole months kept besides the current one; null keeps everything. */
  readonly keepMonths?: number | null
}

interface Chain {
  lastHash: string
  lines: number
  brokenAt: number | null
}

const FILE = /^history-(\d{4}-\d{2})\.jsonl$/
const fileName = (month: string): string => `history-${month}.jsonl`
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

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
  readonly #now: () => number
  readonly #keepMonths: number | null
  readonly #ready: Promise<Chain>
  #current: { readonly month: string; readonly file: AppendFile } | null = null
  #appending: Promise<void> = Promise.resolve()

  constructor(options: HistoryOptions) {
    this.#folder = options.folder
    this.#files = options.files ?? diskFiles
    this.#now = options.now ?? Date.now
    this.#keepMonths = options.keepMonths ?? null
    this.#ready = this.#open()
    // Told to whoever appends or asks; nobody may be listening yet.
    this.#ready.catch(() => undefined)
  }

  append(entries: readonly NewHistoryEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve()
    const appended = this.#appending.then(() => this.#write(entries))
    this.#appending = appended.catch(() => undefined)
    return appended
  }

  async query(query: HistoryQuery): Promise<HistoryPage> {
    const chain = await this.#settled()
    const matches = matcherOf(query)
    const newest: HistoryEntry[] = []
    for (const month of (await this.#months()).reverse()) {
      const inMonth: HistoryEntry[] = []
      for await (const entry of this.#entries(month)) if (matches(entry)) inMonth.push(entry)
      newest.push(...inMonth.reverse())
      if (newest.length > query.limit) break
    }
    const entries = firstPage(newest, query.limit)
    return {
      entries,
      more: newest.length > entries.length,
      chain: { intact: chain.brokenAt === null, lines: chain.lines, brokenAt: chain.brokenAt },
    }
  }

  async *export(query: HistoryQuery): AsyncGenerator<HistoryEntry> {
    await this.#settled()
    const matches = matcherOf(query)
    for (const month of await this.#months()) {
      for await (const entry of this.#entries(month)) if (matches(entry)) yield entry
    }
  }

  async close(): Promise<void> {
    await this.#appending
    await this.#ready.catch(() => undefined)
    await this.#current?.file.close()
  }

  async #settled(): Promise<Chain> {
    const chain = await this.#ready
    await this.#appending
    return chain
  }

  async #open(): Promise<Chain> {
    await this.#files.ensureFolder(this.#folder)
    await this.#dropOldMonths()
    const chain: Chain = { lastHash: NO_LINE_BEFORE, lines: 0, brokenAt: null }
    const months = await this.#months()
    for (const month of months) await this.#verify(month, chain, month === months.at(-1))
    const newest = months.at(-1)
    if (newest !== undefined) this.#current = { month: newest, file: this.#appendTo(newest) }
    return chain
  }

  async #verify(month: string, chain: Chain, newest: boolean): Promise<void> {
    const path = this.#path(month)
    let goodBytes = 0
    let cutOff = false
    for await (const { text, end, complete } of linesOf(this.#files.read(path))) {
      if (!complete && newest) {
        cutOff = true
        break
      }
      goodBytes = end
      if (text === '') continue
      chain.lines += 1
      const line = readLine(text)
      // The months before the first file may have been removed by the retention, so the first line is taken as given.
      const linked = line !== null && (chain.lines === 1 || follows(chain.lastHash, line))
      if (!linked) chain.brokenAt ??= chain.lines
      if (line !== null) chain.lastHash = line.hash
    }
    if (cutOff) await this.#files.truncate(path, goodBytes)
  }

  async #write(entries: readonly NewHistoryEntry[]): Promise<void> {
    const chain = await this.#ready
    const file = await this.#fileForNow()
    let hash = chain.lastHash
    const lines = entries.map((entry) => {
      const line = chainLine(hash, entry)
      hash = line.hash
      return writeLine(line)
    })
    await file.append(lines)
    chain.lastHash = hash
    chain.lines += lines.length
  }

  async #fileForNow(): Promise<AppendFile> {
    const month = monthOf(this.#now())
    const current = this.#current
    // A clock set back must not write into an older month: the chain runs through the files in their order.
    if (current !== null && current.month >= month) return current.file
    await current?.file.close()
    const file = this.#appendTo(month)
    this.#current = { month, file }
    return file
  }

  async #dropOldMonths(): Promise<void> {
    if (this.#keepMonths === null) return
    const now = new Date(this.#now())
    const oldest = monthOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - this.#keepMonths, 1))
    for (const month of await this.#months()) {
      if (month < oldest) await this.#files.remove(this.#path(month))
    }
  }

  async #months(): Promise<string[]> {
    const names = await this.#files.list(this.#folder)
    return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).sort()
  }

  async *#entries(month: string): AsyncGenerator<HistoryEntry> {
    for await (const { text } of linesOf(this.#files.read(this.#path(month)))) {
      const line = readLine(text)
      const entry = line === null ? null : entryOf(line)
      if (entry !== null) yield entry
    }
  }

  #appendTo(month: string): AppendFile {
    return new AppendFile(this.#files, this.#path(month))
  }

  #path(month: string): string {
    return join(this.#folder, fileName(month))
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
