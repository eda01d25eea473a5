import { afterEach, expect, it } from 'vitest'
import { h, type Component } from 'vue'
import { navigate } from '../../../../renderer/app/router'
import ReservationDrawer from '../../../../renderer/reservation/ReservationDrawer.vue'
import { pagePush } from '../../../support/board-fixtures'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import { openLive } from '../../../support/live-console'
import { allByRole, byRole, pageText, press, settle, unmountAll } from '../../../support/screen'

let close: () => void = () => undefined
afterEach(() => {
  unmountAll()
  close()
})

async function open() {
  const fake = createFakeBridge({ rows: 20, connection: { phase: 'connected', connection: HARBOUR } })
  const page: Component = () => [h('main', { id: 'content', tabindex: -1 }), h(ReservationDrawer)]
  navigate({ name: 'board', view: 'all' })
  const live = await openLive(fake, page)
  close = live.close
  return { console: live.console, rows: [...fake.rows.values()] }
}

it('gives the focus back to the page when it is closed from within', async () => {
  const { console, rows } = await open()
  console.openSid.value = rows[0]?.sid ?? null
  await settle()
  byRole('button', 'Close the reservation').focus()
  await press('button', 'Close the reservation')
  expect(allByRole('button', 'Close the reservation')).toEqual([])
  expect(document.activeElement?.id).toBe('content')
})

it('says of a reservation that has ended when, and how long it lived', async () => {
  const { console, rows } = await open()
  const [row] = rows
  if (row?.createdAt == null) throw new Error('the fake workspace has no such row')
  console.openSid.value = row.sid
  await settle()
  const facts = (): string => document.querySelector('.facts')?.textContent ?? ''
  expect(facts()).toMatch(/^Age/)
  const ended = { ...row, status: 'completed', endedAt: row.createdAt + 65_000 }
  console.board.accept(pagePush([ended], { stream: 'b' }))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await settle()
  expect(facts()).toMatch(/^Ended.* agoLasted1m 5sCreated/)
  expect(pageText()).not.toContain('Age')
})
