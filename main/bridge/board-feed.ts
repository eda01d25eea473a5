import type { BoardPush } from '../../preload/contract/board'
import { BoardStream, type BoardClock } from '../board'
import type { Session } from '../connections/session'
import type { Pusher } from './pusher'

/** What the feed needs of a session. */
export interface FedSession {
  readonly board: Session['board']
  readonly bulk: Pick<Session['bulk'], 'onJob'>
}

export interface BoardFeedOptions {
  readonly pusher: Pick<Pusher, 'push'>
  readonly clock: BoardClock
  readonly newStreamId: () => string
}

/**
 * Carries the open session to the window: rows while the window is looked at, states and jobs always. Changing the
 * session cuts every wire to the old one first.
 */
export class BoardFeed {
  readonly #options: BoardFeedOptions
  #session: FedSession | null = null
  #stream: BoardStream | null = null
  #unlisten: (() => void)[] = []
  #visible = false

  constructor(options: BoardFeedOptions) {
    this.#options = options
  }

  follow(session: FedSession | null): void {
    this.#cut()
    this.#session = session
    if (session === null) return
    const { pusher } = this.#options
    session.board.setVisible(this.#visible)
    this.#unlisten = [
      session.board.onStatus((status) => {
        pusher.push('board/status', status)
      }),
      session.board.onDirectory(() => {
        pusher.push('board/directoryChanged', null)
      }),
      session.bulk.onJob((push) => {
        pusher.push('bulk/job', push)
      }),
    ]
  }

  /** The page asks for the rows, for the first time or again. */
  subscribe(): void {
    if (this.#session === null) return
    this.#stream ??= this.#openStream(this.#session)
    this.#stream.subscribe()
  }

  /** The page is gone or being loaded anew; it will subscribe again. */
  pageGone(): void {
    this.#stream?.close()
    this.#stream = null
  }

  setVisible(visible: boolean): void {
    this.#visible = visible
    this.#session?.board.setVisible(visible)
    this.#stream?.setVisible(visible)
  }

  #openStream(session: FedSession): BoardStream {
    const { clock, newStreamId, pusher } = this.#options
    const stream = new BoardStream({
      board: session.board,
      clock,
      newStreamId,
      send: (push: BoardPush) => {
        pusher.push('board/push', push)
      },
    })
    stream.setVisible(this.#visible)
    return stream
  }

  #cut(): void {
    this.pageGone()
    for (const unlisten of this.#unlisten) unlisten()
    this.#unlisten = []
  }
}
