import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import type { BoardRow } from '../../../../preload/contract/board'
import CommandPalette from '../../../../renderer/app/CommandPalette.vue'
import { chooseKeys } from '../../../../renderer/app/commands'
import { bindKeys } from '../../../../renderer/app/key-bindings'
import { navigate } from '../../../../renderer/app/router'
import { useBoardCommands } from '../../../../renderer/board/board-commands'
import type { BoardConsole } from '../../../../renderer/board/console'
import { translate } from '../../../../renderer/i18n'
import { createFakeBridge, HARBOUR, type FakeBridge } from '../../../support/fake-bridge'
import { host, openLive, until } from '../../../support/live-console'
import { allByRole, byRole, key, settle, type, unmountAll } from '../../../support/screen'

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
  chooseKeys({})
})

async function open(palette = false): Promise<void> {
  const Host = host(() => {
    useBoardCommands()
    return () => h(CommandPalette, { open: palette })
  })
  navigate({ name: 'board', view: 'stuck' })
  const live = await openLive(fake, Host)
  console = live.console
  console.board.openView('stuck')
  stops.push(live.close, bindKeys(window))
  await until(() => console.directory.value !== null && console.board.list.value.groups.length > 0)
}

const pending = (): BoardRow[] => [...fake.rows.values()].filter(({ status }) => status === 'pending')

/** Makes offers of the fake workspace what P17 is: redirected by someone, and still waiting for an answer. */
function redirect(count: number): string[] {
  const chosen = pending().slice(0, count)
  for (const row of chosen)
    fake.rows.set(row.sid, {
      ...row,
      reason: 'instructedPending',
      reasonLevel: 'stuck',
      reasonSince: row.createdAt,
      advice: 'rejectOrAccept',
    })
  return chosen.map(({ sid }) => sid).sort()
}

interface Planned {
  readonly action: { readonly instruction: { readonly kind: string } }
  readonly sids: readonly string[]
}
const planned = () =>
  fake.calls
    .filter(({ channel }) => channel === 'bulk/plan')
    .map(({ request }) => request as Planned)
    .map(({ action, sids }) => ({ kind: action.instruction.kind, sids: [...sids].sort() }))

describe('keys of the follow-up of redirected offers that still wait (P17)', () => {
  it.each([
    ['d', {}, 'reject'],
    ['D', { shiftKey: true }, 'accept'],
  ] as const)('%s plans for the selected ones', async (pressed, init, kind) => {
    const sids = redirect(2)
    await open()
    console.board.select.many(sids)
    await settle()
    await key(pressed, init)
    expect(planned()).toEqual([{ kind, sids }])
  })

  it('Shift+D alone finds their group; nothing else on the board has two ways', async () => {
    const sids = redirect(3)
    await open()
    await key('D', { shiftKey: true })
    expect(planned()).toEqual([{ kind: 'accept', sids }])
  })

  it('Shift+D does nothing where only one thing is recommended', async () => {
    await open()
    const one = [...fake.rows.values()].find(({ advice }) => advice === 'complete')!
    console.board.select.only(one.sid)
    await settle()
    await key('D', { shiftKey: true })
    expect(planned()).toEqual([])
  })
})

describe('the palette', () => {
  const titles = (): (string | undefined)[] =>
    allByRole('option').map((option) => option.querySelector('.title')?.textContent)

  it('offers first what can be done with the selected rows, with their count', async () => {
    await open(true)
    console.board.select.many(
      pending()
        .slice(0, 12)
        .map(({ sid }) => sid),
    )
    await settle()
    expect(titles().slice(0, 2)).toEqual(['Reject 12 reservations', 'Accept 12 reservations'])
    const counted = titles().filter((title) => /\b12\b/.test(title ?? ''))
    expect(counted.length).toBeGreaterThan(2)
    const others = titles().indexOf(translate('board.command.selectAll'))
    expect(titles().lastIndexOf(counted.at(-1))).toBeLessThan(others)
    expect(titles().indexOf(translate('board.command.clearSelection'))).toBeLessThan(others)
  })

  it('keeps that order among what answers a query equally well', async () => {
    await open(true)
    console.board.select.many(
      pending()
        .slice(0, 12)
        .map(({ sid }) => sid),
    )
    await type('combobox', 'Command palette', 'rese')
    expect(titles()[0]).toBe('Reject 12 reservations')
    byRole('combobox', 'Command palette').focus()
    await key('Enter')
    expect(planned()).toMatchObject([{ kind: 'reject' }])
  })

  it('has none of them without a selection', async () => {
    await open(true)
    const { length } = [...fake.rows.values()].filter(({ advice }) => advice === 'reject')
    expect(titles().filter((title) => title?.includes('Reject'))).toEqual([
      `Recommended: Reject ${String(length)} reservations…`,
    ])
  })
})
