import { afterEach, expect, it } from 'vitest'
import { h, type Component } from 'vue'
import BulkBar from '../../../../renderer/bulk/BulkBar.vue'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import { openLive } from '../../../support/live-console'
import { byRole, key, pageText, press, settle, unmountAll } from '../../../support/screen'

let close: () => void = () => undefined
afterEach(() => {
  unmountAll()
  close()
})

it('says how many of the selected rows a filter has taken out of sight', async () => {
  const fake = createFakeBridge({ rows: 60, connection: { phase: 'connected', connection: HARBOUR } })
  const live = await openLive(fake, BulkBar)
  close = live.close
  const { board } = live.console
  board.openView('all')
  const count = board.select.all()
  await settle()
  expect(pageText()).toContain(`${String(count)} selected`)
  expect(pageText()).not.toContain('not shown here')
  board.filter.value = { ...board.filter.value, text: 'nobody of this name' }
  await settle()
  expect(pageText()).toContain(`${String(count)} not shown here`)
})

it('goes by Escape or its button, and the focus that was on it goes to the page', async () => {
  const fake = createFakeBridge({ rows: 20, connection: { phase: 'connected', connection: HARBOUR } })
  const page: Component = () => [h('main', { id: 'content', tabindex: -1 }), h(BulkBar)]
  const live = await openLive(fake, page)
  close = live.close
  const { board } = live.console
  board.openView('all')
  for (const leave of [() => key('Escape'), () => press('button', 'Clear selection')]) {
    board.select.all()
    await settle()
    byRole('button', 'More').focus()
    byRole('button', 'Clear selection').focus()
    await leave()
    expect(board.selection.value.sids.size).toBe(0)
    expect(document.activeElement?.id).toBe('content')
  }
})
