// Listens to the board's stream beside the window's own mirror, so that a test sees what main tells.
import type { Page } from '@playwright/test'
import type { BoardStatus } from '../../../preload/contract/board'
import { askMain } from './bulk'

export interface FollowedRow {
  readonly sid: string
  readonly status: string
  readonly endedAt: number | null
}

export interface FollowedBoard {
  rows(): Promise<ReadonlyMap<string, FollowedRow>>
  /** What main told last of how the board stands; null = nothing yet. */
  status(): Promise<BoardStatus | null>
}

/** In the page: keeps the rows of the newest stream by SID, and the newest status. */
const FOLLOW = `
  window.followed = new Map()
  window.followedStatus = null
  window.bridge.on('board/status', (status) => { window.followedStatus = status })
  window.bridge.on('board/push', (push) => {
    if (push.kind === 'page' && push.first) window.followed = new Map()
    const rows = push.kind === 'page' ? JSON.parse(push.rows) : push.upserts
    for (const { sid, status, endedAt } of rows) window.followed.set(sid, { sid, status, endedAt })
    if (push.kind === 'delta') for (const sid of push.removed) window.followed.delete(sid)
  })
  null
`

/** Starts a stream of its own; the window takes it as its new one, too. */
export async function followBoard(page: Page): Promise<FollowedBoard> {
  await page.evaluate(FOLLOW)
  await askMain(page, 'board.subscribe')
  return {
    rows: async () => {
      const rows = await page.evaluate<FollowedRow[]>('[...window.followed.values()]')
      return new Map(rows.map((row) => [row.sid, row]))
    },
    status: () => page.evaluate<BoardStatus | null>('window.followedStatus'),
  }
}
