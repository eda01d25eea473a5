import { afterEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardChange } from '../../../main/board/api'
import { diskFiles, type RecordFiles } from '../../../main/history/files'
import { RowNotes } from '../../../main/notes'
import { readNotes, writeNotes } from '../../../main/notes/document'
import type { BoardRow, BoardStatus } from '../../../preload/contract/board'
import { ROW_NOTE_KEPT_DAYS, ROW_NOTE_MAX, ROW_NOTES_MAX } from '../../../preload/contract/row-notes'
import { rowNoteText } from '../../../preload/contract/schemas'
import { boardStatus } from '../../support/board-fixtures'
import { boardRow, NOON, sid } from '../../support/rows'

const DAY = 24 * 3_600_000
const WORDS = 'taken over, calling the customer back'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'notes-'))
  folders.push(made)
  return made
}

/** A board that only holds rows, on a clock that is set by hand. */
class HandBoard {
  readonly rows = new Map<string, BoardRow>()
  notes: ReadonlyMap<string, string> = new Map()
  now = NOON
  trusted = true
  private changed: (change: BoardChange) => void = () => undefined
  private told: (status: BoardStatus) => void = () => undefined

  row = (key: string): BoardRow | undefined => this.rows.get(key)
  trustworthy = (): boolean => this.trusted
  setNotes = (notes: ReadonlyMap<string, string>): void => {
    this.notes = notes
  }
  onChange = (listener: (change: BoardChange) => void): (() => void) => {
    this.changed = listener
    return () => undefined
  }
  onStatus = (listener: (status: BoardStatus) => void): (() => void) => {
    this.told = listener
    return () => undefined
  }

  put(...rows: readonly BoardRow[]): void {
    for (const row of rows) this.rows.set(row.sid, row)
    this.changed({ upserts: rows, removed: [] })
  }
  remove(key: string): void {
    this.rows.delete(key)
    this.changed({ upserts: [], removed: [key] })
  }
  tell(): void {
    this.told(boardStatus({}))
  }
}

interface Opened {
  readonly notes: RowNotes
  readonly board: HandBoard
  readonly logged: string[]
}

async function open(where: string, board = new HandBoard(), files: RecordFiles = diskFiles): Promise<Opened> {
  const logged: string[] = []
  const notes = new RowNotes({
    folder: where,
    files,
    workspaceSid: sid('WS', 1),
    board,
    now: () => board.now,
    operator: () => 'Sam Okafor',
    log: (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
  })
  await notes.start()
  return { notes, board, logged }
}
const FILE = `${sid('WS', 1)}.json`

describe('notes on reservations', () => {
  it('are on the board at once, and on the next start', async () => {
    const where = await folder()
    const row = boardRow()
    const first = await open(where)
    first.board.put(row)
    expect(await first.notes.write(row.sid, `  ${WORDS}\n`)).toEqual({
      sid: row.sid,
      text: WORDS,
      by: 'Sam Okafor',
      at: NOON,
    })
    expect(first.board.notes.get(row.sid)).toBe(WORDS)
    await first.notes.close()

    const second = await open(where)
    expect(second.board.notes.get(row.sid)).toBe(WORDS)
    expect(await second.notes.read(row.sid)).toMatchObject({ text: WORDS, at: NOON })
  })

  it('are private to the account, replaced as a whole, and never in the log', async () => {
    const where = await folder()
    const { notes, logged } = await open(where)
    for (const n of [1, 2, 3]) await notes.write(sid('WR', n), WORDS)
    expect(await readdir(where)).toEqual([FILE])
    expect((await stat(join(where, FILE))).mode & 0o777).toBe(0o600)
    expect(logged.join()).not.toContain('calling')
  })

  it('are changed and taken away', async () => {
    const { notes, board } = await open(await folder())
    await notes.write(sid('WR', 1), 'first')
    board.now += 60_000
    expect(await notes.write(sid('WR', 1), 'second')).toMatchObject({ text: 'second', at: NOON + 60_000 })
    expect(await notes.write(sid('WR', 1), ' ')).toBeNull()
    expect(board.notes.size).toBe(0)
    expect(await notes.read(sid('WR', 1))).toBeNull()
    expect(await notes.write(sid('WR', 1), '')).toBeNull()
  })

  it(`outlive their reservation by ${String(ROW_NOTE_KEPT_DAYS)} days, and no longer`, async () => {
    const where = await folder()
    const { notes, board } = await open(where)
    const row = boardRow()
    board.put(row)
    await notes.write(row.sid, WORDS)
    board.now += 30 * DAY
    board.put({ ...row, updatedAt: board.now })
    expect((await notes.texts()).get(row.sid), 'a living row keeps its note').toBe(WORDS)
    board.put({ ...row, status: 'completed', endedAt: board.now })
    board.remove(row.sid)
    board.now += ROW_NOTE_KEPT_DAYS * DAY - 1
    board.tell()
    expect((await notes.texts()).get(row.sid)).toBe(WORDS)
    await notes.close()

    board.now += 1
    const again = await open(where, board)
    expect(await again.notes.texts()).toEqual(new Map())
    expect(await readFile(join(where, FILE), 'utf8')).not.toContain('calling')
  })

  it('notice what ended while the program was closed, once the board can be trusted', async () => {
    const where = await folder()
    const { notes, board } = await open(where)
    await notes.write(sid('WR', 1), WORDS)
    board.trusted = false
    board.tell()
    board.now += 20 * DAY
    board.trusted = true
    board.tell()
    expect((await notes.texts()).size, 'ended at some time, learned now').toBe(1)
    board.now += ROW_NOTE_KEPT_DAYS * DAY
    board.tell()
    expect((await notes.texts()).size).toBe(0)
  })

  it('keep the good part of a damaged file and put the whole aside', async () => {
    const where = await folder()
    const good = { sid: sid('WR', 1), text: WORDS, by: 'Sam', at: NOON, endedAt: null }
    await writeFile(join(where, FILE), JSON.stringify({ version: 1, notes: [good, { sid: 'WR1' }] }))
    const { notes, logged } = await open(where)
    expect(await notes.read(good.sid)).toMatchObject({ text: WORDS })
    expect((await readdir(where)).some((name) => name.startsWith(`${FILE}.damaged-`))).toBe(true)
    expect(logged).toEqual(['{"event":"notes.damaged","kept":1}'])
  })

  it('make room by what ended longest ago, never by a living row', async () => {
    const where = await folder()
    const kept = (n: number, endedAt: number | null) => ({
      sid: sid('WR', n),
      text: `note ${String(n)}`,
      by: 'Sam',
      at: NOON,
      endedAt,
    })
    const full = Array.from({ length: ROW_NOTES_MAX }, (_, n) => kept(n, n === 7 ? NOON - 2000 : null))
    full[8] = kept(8, NOON - 1000)
    await writeFile(join(where, FILE), writeNotes(full))
    const { notes } = await open(where)
    await notes.write(sid('WR', 5000), 'one')
    expect(await notes.read(sid('WR', 7))).toBeNull()
    await notes.write(sid('WR', 5001), 'two')
    expect(await notes.read(sid('WR', 8))).toBeNull()
    await expect(notes.write(sid('WR', 5002), 'three')).rejects.toMatchObject({
      problem: { code: 'invalid' },
    })
    expect(await notes.write(sid('WR', 1), 'an old one may change')).toMatchObject({ by: 'Sam Okafor' })
  })

  it('are not told before they are on disk: a full disk leaves what was there', async () => {
    const where = await folder()
    let full = false
    const files: RecordFiles = {
      ...diskFiles,
      openForAppend: (path) =>
        full
          ? Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' }))
          : diskFiles.openForAppend(path),
    }
    const { notes, board } = await open(where, new HandBoard(), files)
    await notes.write(sid('WR', 1), 'before')
    full = true
    await expect(notes.write(sid('WR', 1), 'after')).rejects.toMatchObject({ problem: { code: 'diskFull' } })
    expect(board.notes.get(sid('WR', 1))).toBe('before')
    full = false
    expect(await notes.write(sid('WR', 1), 'after')).toMatchObject({ text: 'after' })
  })

  it('survive any words, and the file any bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: ROW_NOTE_MAX }), (text) => {
        fc.pre(rowNoteText.safeParse(text).success)
        const note = { sid: sid('WR', 1), text, by: 'Sam', at: NOON, endedAt: null }
        expect(readNotes(writeNotes([note]))).toEqual({ notes: [note], whole: true })
      }),
    )
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readNotes(text)))
  })
})
