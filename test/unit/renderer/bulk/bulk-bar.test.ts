import { afterEach, expect, it } from 'vitest'
import BulkBar from '../../../../renderer/bulk/BulkBar.vue'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import { openLive } from '../../../support/live-console'
import { pageText, settle, unmountAll } from '../../../support/screen'

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
