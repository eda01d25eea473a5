// Runs inside the app's main process during `npm run bench -- board`: a board of any size on the app's own wall to its
// own window, through the product's own stream. What the real board sends meanwhile does not reach the window.
import { serialize } from 'node:v8'
import type { WebContents } from 'electron'
import { BoardStream } from '../../../main/board/stream'
import { systemClock } from '../../../main/board/options'
import type { BoardChange } from '../../../main/board/api'
import type { BoardPush, BoardRow } from '../../../preload/contract/board'
import { WIRE_PREFIX } from '../../../preload/contract/channels'
import { fakeRow, randomFrom } from '../fake-rows'

const BURST_EVERY_MS = 100
const BOARD_PUSH = `${WIRE_PREFIX}board/push`
/** Shares of a burst: the rest are rows that change where they are. */
const ENDED = 0.1
const NEW = 0.1

export interface WallTraffic {
  readonly changes: number
  readonly bytes: number
  readonly messages: number
}

export class BoardFeed {
  readonly #rows = new Map<string, BoardRow>()
  readonly #send: WebContents['send']
  readonly #random = randomFrom(11)
  #listener: (change: BoardChange) => void = () => undefined
  #timer: ReturnType<typeof setInterval> | null = null
  #stream: BoardStream | null = null
  #serial = 0
  #traffic = { changes: 0, bytes: 0, messages: 0 }

  constructor(contents: WebContents) {
    this.#send = contents.send.bind(contents)
    contents.send = (wire: string, ...payload: unknown[]) => {
      if (wire !== BOARD_PUSH) this.#send(wire, ...payload)
    }
  }

  /** Sends a snapshot of `count` rows. @returns ms since the epoch at which the stream was asked for it */
  snapshot(count: number): number {
    const now = Date.now()
    while (this.#rows.size < count) this.#add(now)
    this.#stream = new BoardStream({
      board: {
        rows: () => [...this.#rows.values()],
        onChange: (listener) => {
          this.#listener = listener
          return () => undefined
        },
      },
      clock: systemClock,
      newStreamId: () => 'bench',
      send: (push) => {
        this.#deliver(push)
      },
    })
    const askedAt = performance.timeOrigin + performance.now()
    this.#stream.subscribe()
    return askedAt
  }

  /** Changes `perBurst` rows ten times a second until `stop`. */
  change(perBurst: number): void {
    this.#traffic = { changes: 0, bytes: 0, messages: 0 }
    const sids = [...this.#rows.keys()]
    this.#timer = setInterval(() => {
      const upserts: BoardRow[] = []
      const removed: string[] = []
      for (let n = 0; n < perBurst; n += 1) {
        const dice = this.#random()
        const index = Math.floor(this.#random() * sids.length)
        const sid = sids[index]
        const row = sid === undefined ? undefined : this.#rows.get(sid)
        if (sid === undefined || row === undefined) continue
        if (dice < ENDED) {
          this.#rows.delete(sid)
          removed.push(sid)
          // The place of an ended row is taken by a new one, so that the board keeps its size.
          const fresh = this.#add(Date.now())
          sids[index] = fresh.sid
          upserts.push(fresh)
        } else {
          const next =
            dice < ENDED + NEW ? this.#moved(row) : { ...row, updatedAt: Date.now(), knownAt: Date.now() }
          this.#rows.set(sid, next)
          upserts.push(next)
        }
      }
      this.#traffic.changes += perBurst
      this.#listener({ upserts, removed })
    }, BURST_EVERY_MS)
  }

  stop(): WallTraffic {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    return this.#traffic
  }

  #add(now: number): BoardRow {
    const row = fakeRow((this.#serial += 1), now, this.#random)
    this.#rows.set(row.sid, row)
    return row
  }

  /** An answered offer, or work that becomes an offer again: what moves a row to another place, view and lane. */
  #moved(row: BoardRow): BoardRow {
    const accepted = row.status === 'pending'
    return {
      ...row,
      status: accepted ? 'accepted' : 'pending',
      taskStatus: accepted ? 'assigned' : 'reserved',
      createdAt: Date.now(),
      updatedAt: Date.now(),
      reason: null,
      reasonLevel: null,
      advice: null,
    }
  }

  #deliver(push: BoardPush): void {
    if (push.kind === 'delta') {
      this.#traffic.messages += 1
      this.#traffic.bytes += serialize(push).byteLength
    }
    this.#send(BOARD_PUSH, push)
  }
}
