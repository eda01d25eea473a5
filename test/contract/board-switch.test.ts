import { expect, it } from 'vitest'
import { BoardFeed } from '../../main/bridge/board-feed'
import { systemClock } from '../../main/board'
import type { BoardPush } from '../../preload/contract/board'
import { readRows } from '../../preload/contract/row-pages'
import { practiceBoard, settled } from '../support/practice-board'

/** What a window makes of the pushes: a first page of a new stream clears what was there. */
class Window {
  readonly rows = new Map<string, string>()
  private stream = ''

  take(push: BoardPush): void {
    if (push.kind === 'page' && push.first) {
      this.rows.clear()
      this.stream = push.stream
    }
    if (push.stream !== this.stream) throw new Error('A push of another stream')
    const rows = push.kind === 'page' ? readRows(push.rows) : push.upserts
    for (const { sid, endedAt } of rows) if (endedAt === null) this.rows.set(sid, sid)
    if (push.kind === 'delta') for (const sid of push.removed) this.rows.delete(sid)
  }
}

it('a workspace switched in the middle of the read leaves nothing of it in the window', async () => {
  const window = new Window()
  let streams = 0
  const feed = new BoardFeed({
    clock: systemClock,
    newStreamId: () => `s${++streams}`,
    pusher: {
      push: (channel, data) => {
        if (channel === 'board/push') window.take(data as BoardPush)
      },
    },
  })
  const bulk = { onJob: () => () => undefined }
  const options = { scenario: 'helpdesk', speed: 0 } as const
  const [first, second] = await Promise.all([
    practiceBoard({ ...options, seed: 1 }),
    practiceBoard({ ...options, seed: 2 }),
  ])
  try {
    first.server.control.armFault({ kind: 'drip', delayMs: 100, path: '*/Workers*' })
    feed.setVisible(true)
    feed.follow({ board: first.board, bulk })
    feed.subscribe()
    first.board.start()
    const deadline = Date.now() + 30_000
    while (window.rows.size === 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5))
    expect(window.rows.size).toBeGreaterThan(0)
    expect(first.board.status().phase).toBe('reading')

    feed.follow({ board: second.board, bulk })
    feed.subscribe()
    second.board.start()
    await first.board.stop()
    expect(await settled(second, 40_000)).toEqual([])
    const wanted = second.server.control.liveReservations().map(({ sid }) => sid)
    while (window.rows.size !== wanted.length && Date.now() < deadline + 40_000)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect([...window.rows.keys()].sort()).toEqual(wanted.sort())
  } finally {
    feed.follow(null)
    await Promise.all([first.close(), second.close()])
  }
})
