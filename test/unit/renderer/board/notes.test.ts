import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Component } from 'vue'
import { h } from 'vue'
import type { BoardRow } from '../../../../preload/contract/board'
import { REASONS } from '../../../../preload/contract/reasons'
import { useBoardCommands } from '../../../../renderer/board/board-commands'
import { bindKeys } from '../../../../renderer/app/key-bindings'
import BoardGroupRow from '../../../../renderer/board/BoardGroupRow.vue'
import BoardOverlays from '../../../../renderer/board/BoardOverlays.vue'
import BoardRowView from '../../../../renderer/board/BoardRow.vue'
import type { BoardConsole } from '../../../../renderer/board/console'
import { DEFAULT_COLUMNS, template } from '../../../../renderer/board/columns'
import { useRowMenu } from '../../../../renderer/board/row-menu'
import { useRowExport } from '../../../../renderer/board/row-export'
import { whenNotKey } from '../../../../renderer/board/when-not'
import DetailLater from '../../../../renderer/reservation/DetailLater.vue'
import DetailReason from '../../../../renderer/reservation/DetailReason.vue'
import BulkBar from '../../../../renderer/bulk/BulkBar.vue'
import { navigate } from '../../../../renderer/app/router'
import { useAlertsStore } from '../../../../renderer/app/stores/alerts'
import { hasMessage, translate } from '../../../../renderer/i18n'
import { toasts } from '../../../../renderer/ui/toasts'
import { createFakeBridge, HARBOUR, type FakeBridge } from '../../../support/fake-bridge'
import { host, openLive, until } from '../../../support/live-console'
import { allByRole, byRole, key, pageText, press, settle, unmountAll } from '../../../support/screen'

const WORDS = 'taken over, calling the customer back'
let fake: FakeBridge
let console: BoardConsole
let stops: (() => void)[] = []

beforeEach(() => {
  fake = createFakeBridge({ rows: 400, connection: { phase: 'connected', connection: HARBOUR } })
})
afterEach(() => {
  unmountAll()
  for (const stop of stops) stop()
  stops = []
  toasts.value = []
})

async function open(component: Component, props: Readonly<Record<string, unknown>> = {}) {
  const live = await openLive(fake, component, props)
  console = live.console
  stops.push(live.close)
  return console
}

const some = (wanted: (row: BoardRow) => boolean): BoardRow => {
  const found = [...fake.rows.values()].find(wanted)
  if (found === undefined) throw new Error('the fake workspace has no such row')
  return found
}
const stuck = () => some((row) => row.reasonLevel === 'stuck')

describe('a note on a reservation', () => {
  it('is written in its dialog, shown on the row, and taken away', async () => {
    const { board, noteSid } = await open(BoardOverlays)
    const { sid } = stuck()
    noteSid.value = sid
    await settle()
    expect(board.dialogOpen.value).toBe(true)
    const field = document.querySelector('textarea')
    expect(document.activeElement).toBe(field)
    field!.value = `  ${WORDS} `
    field!.dispatchEvent(new Event('input'))
    await press('button', 'Save note')
    expect(fake.calls.filter(({ channel }) => channel === 'notes/write')).toEqual([
      { channel: 'notes/write', request: { sid, text: WORDS } },
    ])
    await until(() => board.rows.get(sid)?.note === WORDS)
    expect(noteSid.value).toBeNull()
    expect(board.dialogOpen.value).toBe(false)

    noteSid.value = sid
    await settle()
    expect(document.querySelector('textarea')?.value).toBe(WORDS)
    document.querySelector('textarea')!.value = ''
    document.querySelector('textarea')!.dispatchEvent(new Event('input'))
    await press('button', 'Save note')
    await until(() => board.rows.get(sid)?.note === null)
    expect(toasts.value.map(({ text }) => text)).toEqual(['Note saved', 'Note removed'])
  })

  it('keeps what was typed when it could not be saved', async () => {
    const { noteSid } = await open(BoardOverlays)
    fake.answer('notes/write', () => ({ ok: false, error: { code: 'diskFull', message: '' } }))
    noteSid.value = stuck().sid
    await settle()
    document.querySelector('textarea')!.value = WORDS
    document.querySelector('textarea')!.dispatchEvent(new Event('input'))
    await press('button', 'Save note')
    expect(pageText()).toContain(translate('problem.diskFull.title'))
    expect(document.querySelector('textarea')?.value).toBe(WORDS)
  })

  it('is marked in the cell that is always there, and has a column', async () => {
    const row = { ...stuck(), note: WORDS }
    const props = {
      columns: DEFAULT_COLUMNS,
      tracks: template(DEFAULT_COLUMNS),
      top: 0,
      height: 28,
      index: 0,
    }
    await open(BoardRowView, {
      ...props,
      row,
      active: true,
      activeCell: null,
      selected: false,
      leaving: false,
      mark: null,
    })
    const [select, ...cells] = allByRole('gridcell')
    expect(select?.textContent).toContain(`Note: ${WORDS}`)
    const column = DEFAULT_COLUMNS.findIndex(({ id }) => id === 'note')
    expect(cells[column]?.textContent).toBe(WORDS)
  })

  it('is told in the drawer with who wrote it, and edited from there', async () => {
    const row = { ...stuck(), note: WORDS }
    fake.answer('notes/read', ({ sid }) => ({
      ok: true,
      data: { sid, text: WORDS, by: 'Sam Okafor', at: Date.now() },
    }))
    const { noteSid } = await open(DetailLater, { row })
    expect(pageText()).toContain(WORDS)
    expect(pageText()).toContain('Sam Okafor')
    await press('button', 'Change the note')
    expect(noteSid.value).toBe(row.sid)
  })

  it('opens from the row menu and by a key', async () => {
    const menus: ReturnType<typeof useRowMenu>[] = []
    const Host = host(() => {
      useBoardCommands()
      menus.push(useRowMenu({ opened: () => undefined }))
      return () => h('div', { 'data-sid': stuck().sid })
    })
    const { board, noteSid } = await open(Host)
    stops.push(bindKeys(window))
    navigate({ name: 'board', view: 'stuck' })
    const { sid } = stuck()
    const press = new MouseEvent('contextmenu', { bubbles: true })
    document.querySelector('[data-sid]')!.addEventListener('contextmenu', (event) => {
      menus[0]!.open(event as MouseEvent)
    })
    document.querySelector('[data-sid]')!.dispatchEvent(press)
    const entry = menus[0]!.entries.value.find(({ id }) => id === 'note')
    expect(entry).toMatchObject({ label: 'Add a note', keys: 'n' })
    if (entry?.kind === 'item') entry.run()
    expect(noteSid.value).toBe(sid)
    noteSid.value = null
    board.select.only(sid)
    await settle()
    await key('n')
    expect(noteSid.value).toBe(sid)
  })

  it('goes with the rows on screen into a file', async () => {
    let entries: ReturnType<ReturnType<typeof useRowExport>> = []
    const Host = host(() => {
      entries = useRowExport()()
      return () => h('div')
    })
    await open(Host)
    const [csv, raw, json] = entries
    for (const entry of [csv, raw, json]) if (entry?.kind === 'item') entry.run()
    await settle()
    expect(
      fake.calls.filter(({ channel }) => channel === 'board/export').map(({ request }) => request),
    ).toEqual([
      { filter: 'level=stuck&level=watch&life=live', format: 'csv', rawNumbers: false },
      { filter: 'level=stuck&level=watch&life=live', format: 'csv', rawNumbers: true },
      { filter: 'level=stuck&level=watch&life=live', format: 'json', rawNumbers: false },
    ])
  })
})

describe('a snoozed row', () => {
  it('says until when, and is taken back from its toast', async () => {
    const { board } = await open(BulkBar)
    const { sid } = stuck()
    board.select.only(sid)
    await settle()
    await press('button', /^Snooze/)
    expect(Object.keys(useAlertsStore().state.snoozedRows)).toEqual([sid])
    const [toast] = toasts.value
    expect(toast?.text).toMatch(/^Snoozed until \d\d:\d\d$/)
    expect(byRole('button', /^End the snooze/)).toBeDefined()
    toast?.action?.run()
    await settle()
    expect(useAlertsStore().state.snoozedRows).toEqual({})
    expect(byRole('button', /^Snooze/)).toBeDefined()
  })

  it('is snoozed and brought back by the same key', async () => {
    const Host = host(() => {
      useBoardCommands()
      return () => h('div')
    })
    const { board } = await open(Host)
    stops.push(bindKeys(window))
    navigate({ name: 'board', view: 'stuck' })
    const rows = [...fake.rows.values()].slice(0, 3).map(({ sid }) => sid)
    board.select.many(rows)
    await settle()
    await key('z')
    expect(Object.keys(useAlertsStore().state.snoozedRows).sort()).toEqual([...rows].sort())
    expect(fake.calls.filter(({ channel }) => channel === 'alerts/snooze')).toHaveLength(1)
    await key('z')
    expect(useAlertsStore().state.snoozedRows).toEqual({})
  })

  it('is shown in the drawer with the way back', async () => {
    const row = stuck()
    await open(DetailLater, { row })
    await fake.bridge.alerts.snooze({ target: { sids: [row.sid] }, minutes: 15 })
    await settle()
    expect(pageText()).toMatch(/Snoozed until \d\d:\d\d/)
    await press('button', 'Undo')
    expect(pageText()).not.toMatch(/Snoozed until/)
  })

  it('is not taken along by the plan of its group', async () => {
    const rows = [...fake.rows.values()].filter(({ advice }) => advice === 'complete')
    expect(rows.length).toBeGreaterThan(1)
    const group = {
      key: 'advice',
      value: 'complete',
      name: null,
      sids: rows.map(({ sid }) => sid),
      rows,
      stuck: 0,
      collapsed: false,
    }
    await open(BoardGroupRow, { group, top: 0, height: 28, index: 0, active: false, selectedCount: 0 })
    await until(() => console.directory.value !== null)
    const all = translate('bulk.named.complete', {}, rows.length)
    expect(byRole('button', `${all}…`)).toBeDefined()
    await fake.bridge.alerts.snooze({ target: { sids: [rows[0]!.sid] }, minutes: 15 })
    await settle()
    await press('button', `${translate('bulk.named.complete', {}, rows.length - 1)}…`)
    expect(console.planning.sids.value).toEqual(rows.slice(1).map(({ sid }) => sid))
    expect(pageText()).toContain('1 snoozed')
  })
})

describe('when not to act', () => {
  it('has a short line of its own for every reason', () => {
    for (const reason of REASONS) {
      const wording = whenNotKey(reason)
      expect(wording, reason).not.toBeNull()
      expect(translate(wording!).length, reason).toBeLessThanOrEqual(90)
    }
    expect(whenNotKey('aReasonOfALaterVersion')).toBeNull()
    expect(hasMessage('reservation.whenNot')).toBe(true)
  })

  it('stands in the drawer below the advice', async () => {
    const row = some(({ reason }) => reason === 'longWrapUp')
    await open(DetailReason, { row, evidence: [] })
    expect(pageText()).toContain(`When not to act: ${translate('reason.longWrapUp.not')}`)
  })

  it('stands on the line of a group, once for each reason in it', async () => {
    const rows = [...fake.rows.values()].filter(({ reason }) => reason !== null)
    const reasons = [...new Set(rows.map(({ reason }) => reason ?? ''))]
    const group = { key: 'advice', value: 'reject', name: null, sids: [], rows, stuck: 0, collapsed: false }
    await open(BoardGroupRow, { group, top: 0, height: 28, index: 0, active: false, selectedCount: 0 })
    for (const reason of reasons) {
      const line = translate(whenNotKey(reason)!)
      expect(pageText().split(line).length, reason).toBe(2)
    }
  })
})
