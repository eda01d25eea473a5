import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import type { BoardRow } from '../../../../preload/contract/board'
import { useAlertsStore } from '../../../../renderer/app/stores/alerts'
import type { BoardConsole } from '../../../../renderer/board/console'
import { useRowMenu } from '../../../../renderer/board/row-menu'
import type { MenuItem } from '../../../../renderer/ui'
import { toasts } from '../../../../renderer/ui/toasts'
import { createFakeBridge, HARBOUR, type FakeBridge } from '../../../support/fake-bridge'
import { host, openLive } from '../../../support/live-console'
import { settle, unmountAll } from '../../../support/screen'

let fake: FakeBridge
let console: BoardConsole
let menu: ReturnType<typeof useRowMenu>
let opened: string[]
let close: () => void

beforeEach(async () => {
  fake = createFakeBridge({ rows: 400, connection: { phase: 'connected', connection: HARBOUR } })
  opened = []
  const Host = host(() => {
    menu = useRowMenu({ opened: (sid) => opened.push(sid) })
    return () =>
      h(
        'div',
        [...fake.rows.keys()].map((sid) => h('p', { 'data-sid': sid })),
      )
  })
  const live = await openLive(fake, Host)
  console = live.console
  close = live.close
})
afterEach(() => {
  unmountAll()
  close()
  toasts.value = []
})

const rows = (wanted: (row: BoardRow) => boolean): BoardRow[] => [...fake.rows.values()].filter(wanted)
const offered = (): BoardRow =>
  rows((row) => row.status === 'pending' && row.reason !== null && row.workerSid !== null)[0]!

/** Presses the right button on a row; on the page beside the rows when there is no SID. */
function rightClick(sid: string | null): MouseEvent {
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true })
  const target = sid === null ? document.body : document.querySelector(`[data-sid="${sid}"]`)!
  target.addEventListener(
    'contextmenu',
    (heard) => {
      menu.open(heard as MouseEvent)
    },
    { once: true },
  )
  target.dispatchEvent(event)
  return event
}

const items = (): MenuItem[] => menu.entries.value.filter((entry) => entry.kind === 'item')
function item(id: string): MenuItem {
  const found = items().find((entry) => entry.id === id)
  if (found === undefined)
    throw new Error(
      `no entry ${id}; there are: ${items()
        .map((entry) => entry.id)
        .join(' ')}`,
    )
  return found
}
async function choose(id: string): Promise<void> {
  item(id).run()
  await settle()
}
const asked = (channel: string): unknown[] =>
  fake.calls.filter((call) => call.channel === channel).map(({ request }) => request)

describe('the menu of a row', () => {
  it('selects a row that was not, keeps a selection that it belongs to, and is none beside the rows', () => {
    const [first, second, third] = rows((row) => row.status === 'pending').map(({ sid }) => sid)
    rightClick(first!)
    expect([...console.board.selection.value.sids]).toEqual([first])
    console.board.select.many([second!])
    rightClick(second!)
    expect([...console.board.selection.value.sids].sort()).toEqual([first, second].sort())
    rightClick(third!)
    expect([...console.board.selection.value.sids]).toEqual([third])
    expect(rightClick(null).defaultPrevented).toBe(true)
  })

  it('names each action with its count and offers only what a selected row takes', async () => {
    const pending = rows((row) => row.status === 'pending').slice(0, 3)
    console.board.select.many(pending.map(({ sid }) => sid))
    rightClick(pending[0]!.sid)
    expect(item('reject').label).toBe('Reject 3 reservations')
    expect(item('reject').danger).toBe(true)
    expect(items().map(({ id }) => id)).not.toContain('complete')
    await choose('reject')
    expect(console.planning.sids.value).toEqual(pending.map(({ sid }) => sid))
    expect(asked('bulk/plan')).toHaveLength(1)
  })

  it('opens the reservation', async () => {
    const { sid } = offered()
    rightClick(sid)
    await choose('open')
    expect(opened).toEqual([sid])
  })

  it.each(['worker', 'queue', 'reason'] as const)('narrows the board to the same %s', async (condition) => {
    const row = offered()
    rightClick(row.sid)
    await choose(`only-${condition}`)
    const value = { worker: row.workerSid, queue: row.queueSid, reason: row.reason }[condition]
    expect(console.board.filter.value.lists[condition]).toEqual([value])
    expect(console.board.selection.value.sids.size).toBe(0)
  })

  it('selects what is stuck for the same reason', async () => {
    const { sid, reason } = offered()
    rightClick(sid)
    await choose('same')
    const selected = console.board.selectedRows.value
    expect(selected.length).toBeGreaterThan(0)
    expect(new Set(selected.map((row) => row.reason))).toEqual(new Set([reason]))
  })

  it('copies the SIDs and opens the task in the console of the service', async () => {
    const { sid, taskSid } = offered()
    rightClick(sid)
    await choose('copySid')
    await choose('copyTask')
    await choose('console')
    expect(asked('app/copyText')).toEqual([{ text: sid }, { text: taskSid }])
    expect(asked('app/openExternal')).toEqual([{ page: 'consoleTask', sid: taskSid }])
  })

  it('snoozes every selected row, and then offers the end of the snooze', async () => {
    const sids = rows((row) => row.status === 'pending')
      .slice(0, 2)
      .map((row) => row.sid)
    console.board.select.many(sids)
    rightClick(sids[0]!)
    await choose('snooze-15')
    expect(Object.keys(useAlertsStore().state.snoozedRows).sort()).toEqual([...sids].sort())
    rightClick(sids[0]!)
    await choose('snoozeEnd')
    expect(useAlertsStore().state.snoozedRows).toEqual({})
  })
})
