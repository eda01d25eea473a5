import { afterEach, describe, expect, it } from 'vitest'
import BoardGroupRow from '../../../../renderer/board/BoardGroupRow.vue'
import type { Group } from '../../../../renderer/board/grouping'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import { boardRow } from '../../../support/rows'
import { allByRole, press, showConsole, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

describe('redirected offers that still wait, as a group of the Stuck view', () => {
  it.each([
    ['Reject 2 reservations…', 'reject'],
    ['Accept 2 reservations…', 'accept'],
  ])('have both ways one press away: %s', async (button, kind) => {
    const rows = [boardRow({ advice: 'rejectOrAccept' }), boardRow({ advice: 'rejectOrAccept' })]
    const sids = rows.map(({ sid }) => sid)
    const group: Group = {
      key: 'advice',
      value: 'rejectOrAccept',
      name: null,
      sids,
      rows,
      stuck: 0,
      collapsed: false,
    }
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
    await showConsole(BoardGroupRow, fake, {
      group,
      top: 0,
      height: 30,
      index: 0,
      active: false,
      selectedCount: 0,
    })
    expect(allByRole('button', /…$/).map(({ textContent }) => textContent?.trim())).toEqual([
      'Reject 2 reservations…',
      'Accept 2 reservations…',
    ])
    await press('button', button)
    const { request } = fake.calls.find(({ channel }) => channel === 'bulk/plan') ?? {}
    expect(request).toMatchObject({ action: { kind: 'instruction', instruction: { kind } }, sids })
  })
})
