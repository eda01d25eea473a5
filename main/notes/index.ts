import { join } from 'node:path'
import type { BoardRow } from '../../preload/contract/board'
import { ROW_NOTE_KEPT_DAYS, ROW_NOTES_MAX, type RowNote } from '../../preload/contract/row-notes'
import type { Board } from '../board/api'
import { problemError } from '../connections/problem-error'
import { isDiskFull, type RecordFiles } from '../history/files'
import { readWhole, replaceFile } from '../history/whole-file'
import { readNotes, writeNotes, type KeptNote } from './document'

export interface RowNotesOptions {
  /** Where the files of all workspaces are; created if missing. */
  readonly folder: string
  readonly files: RecordFiles
  readonly workspaceSid: string
  readonly board: Pick<Board, 'row' | 'trustworthy' | 'setNotes' | 'onChange' | 'onStatus'>
  /** Server time, ms since 1970. */
  readonly now: () => number
  /** Name of whoever writes. */
  readonly operator: () => string
  /** Counts and codes only; never what a note says. */
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void
}

/** Larger than everything that may be kept, in four bytes a character. */
const FILE_MAX_BYTES = 4_000_000
const KEPT_MS = ROW_NOTE_KEPT_DAYS * 24 * 3_600_000
/** How often notes are looked at that no change of a row reaches. */
const SWEEP_EVERY_MS = 10 * 60_000

type Notes = ReadonlyMap<string, KeptNote>

/**
 * Notes on the reservations of one workspace, in a file of their own on this computer. Reads and changes come one after the
 * other; a change is on disk before it is told. A note outlives its reservation by some days, so that exports of the
 * history still carry it. Rejects with ProblemError: `storage`, `diskFull`, `invalid` (no room).
 */
export class RowNotes {
  readonly #options: RowNotesOptions
  readonly #unlisten: readonly (() => void)[]
  #notes: Notes = new Map()
  #loaded: Promise<void> | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #sweptAt = Number.NEGATIVE_INFINITY

  constructor(options: RowNotesOptions) {
    this.#options = options
    const { board } = options
    this.#unlisten = [
      board.onChange(({ removed, upserts }) => {
        if (this.#notes.size > 0) this.#follow(upserts, removed)
      }),
      board.onStatus(() => {
        this.#sweep()
      }),
    ]
  }

  /** Reads the file and puts the notes on the board. Never rejects: a file that cannot be read is told when it is needed. */
  async start(): Promise<void> {
    await this.#inTurn(() => Promise.resolve()).catch(() => undefined)
  }

  read(sid: string): Promise<RowNote | null> {
    return this.#inTurn(() => Promise.resolve(shown(this.#notes.get(sid))))
  }

  /** What is written on each reservation, ended ones included. */
  texts(): Promise<ReadonlyMap<string, string>> {
    return this.#inTurn(() => Promise.resolve(textsOf(this.#notes)))
  }

  /** @param text empty = no note any more */
  write(sid: string, text: string): Promise<RowNote | null> {
    return this.#inTurn(async () => {
      const { now, operator, board } = this.#options
      const words = text.trim()
      const notes = new Map(this.#notes)
      notes.delete(sid)
      if (words !== '') {
        makeRoom(notes)
        const endedAt = board.row(sid)?.endedAt ?? null
        notes.set(sid, { sid, text: words, by: operator().slice(0, 100), at: now(), endedAt })
      } else if (!this.#notes.has(sid)) return null
      await this.#keep(notes)
      return shown(notes.get(sid))
    })
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    for (const unlisten of this.#unlisten) unlisten()
    await this.#turn
  }

  #follow(upserts: readonly BoardRow[], removed: readonly string[]): void {
    const ended = new Map<string, number | null>()
    for (const { sid, endedAt } of upserts) if (this.#notes.has(sid)) ended.set(sid, endedAt)
    for (const sid of removed) if (this.#notes.has(sid)) ended.set(sid, this.#options.now())
    this.#setEnds(ended)
  }

  /** A row that ended while the program was closed never changes here again: its note is found by looking. */
  #sweep(): void {
    const { board, now } = this.#options
    if (this.#notes.size === 0 || !board.trustworthy() || now() - this.#sweptAt < SWEEP_EVERY_MS) return
    this.#sweptAt = now()
    const ended = new Map<string, number | null>()
    for (const sid of this.#notes.keys()) {
      const row = board.row(sid)
      ended.set(sid, row === undefined ? now() : row.endedAt)
    }
    this.#setEnds(ended)
  }

  #setEnds(ended: ReadonlyMap<string, number | null>): void {
    if (ended.size === 0) return
    this.#inTurn(async () => {
      const notes = new Map(this.#notes)
      let changed = false
      for (const [sid, endedAt] of ended) {
        const note = notes.get(sid)
        // The first end that was learned stays: a later look only learns later of the same one.
        if (note === undefined || (note.endedAt === null) === (endedAt === null)) continue
        notes.set(sid, { ...note, endedAt })
        changed = true
      }
      const dropped = withoutExpired(notes, this.#options.now())
      if (changed || dropped > 0) await this.#keep(notes)
    }).catch((error: unknown) => {
      this.#options.log('notes.failed', { error: error instanceof Error ? error.message : 'unknown' })
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(async () => {
      await this.#load()
      return work()
    })
    this.#turn = done.catch(() => undefined)
    return done
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#readFile().catch((error: unknown) => {
      this.#loaded = null
      throw storageProblem(error)
    })
    return this.#loaded
  }

  async #readFile(): Promise<void> {
    const { files, folder, log, now } = this.#options
    await files.ensureFolder(folder)
    const text = await readWhole(files, this.#path, FILE_MAX_BYTES)
    if (text === null) return
    const read = readNotes(text)
    if (read?.whole !== true) {
      // Whatever was wrong stays beside the good part, so that nothing is lost.
      const stamp = new Date(now()).toISOString().replaceAll(/[:.]/g, '-')
      await files.rename(this.#path, `${this.#path}.damaged-${stamp}`)
      log('notes.damaged', { kept: read?.notes.length ?? 0 })
    }
    const notes = new Map((read?.notes ?? []).map((note) => [note.sid, note]))
    if (withoutExpired(notes, now()) > 0 || read?.whole !== true) await this.#writeFile(notes)
    this.#show(notes)
  }

  async #keep(notes: Notes): Promise<void> {
    try {
      await this.#writeFile(notes)
    } catch (error) {
      throw storageProblem(error)
    }
    this.#show(notes)
  }

  #writeFile(notes: Notes): Promise<void> {
    return replaceFile(this.#options.files, this.#path, writeNotes([...notes.values()]))
  }

  #show(notes: Notes): void {
    this.#notes = notes
    this.#options.board.setNotes(textsOf(notes))
  }

  get #path(): string {
    return join(this.#options.folder, `${this.#options.workspaceSid}.json`)
  }
}

const shown = (note: KeptNote | undefined): RowNote | null =>
  note === undefined ? null : { sid: note.sid, text: note.text, by: note.by, at: note.at }

const textsOf = (notes: Notes): ReadonlyMap<string, string> =>
  new Map([...notes.values()].map(({ sid, text }) => [sid, text]))

/** Removes what nobody can need any more; how many. */
function withoutExpired(notes: Map<string, KeptNote>, now: number): number {
  let dropped = 0
  for (const [sid, { endedAt }] of notes) {
    if (endedAt === null || now < endedAt + KEPT_MS) continue
    notes.delete(sid)
    dropped += 1
  }
  return dropped
}

/** The note whose reservation ended longest ago makes room for a new one; living reservations keep theirs. */
function makeRoom(notes: Map<string, KeptNote>): void {
  if (notes.size < ROW_NOTES_MAX) return
  let oldest: KeptNote | null = null
  for (const note of notes.values()) {
    if (note.endedAt !== null && (oldest?.endedAt == null || note.endedAt < oldest.endedAt)) oldest = note
  }
  if (oldest === null)
    throw problemError('invalid', `A workspace can hold ${String(ROW_NOTES_MAX)} notes on live reservations.`)
  notes.delete(oldest.sid)
}

function storageProblem(error: unknown): unknown {
  if (error instanceof Error && error.name === 'ProblemError') return error
  return isDiskFull(error)
    ? problemError('diskFull', 'There is no room left on the disk.')
    : problemError('storage', 'The file of notes could not be read or written.')
}
