import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import App from '../../../../renderer/app/App.vue'
import { HOME, navigate, route, SETTINGS_HOME, startAt } from '../../../../renderer/app/router'
import type { Screens } from '../../../../renderer/app/screens'
import { TOUR_STEPS } from '../../../../renderer/app/tour-steps'
import { boardStatus } from '../../../support/board-fixtures'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import {
  allByRole,
  byRole,
  key,
  pageText,
  press,
  settle,
  show,
  type,
  unmountAll,
} from '../../../support/screen'

const screens: Screens = {
  routes: { board: { render: () => h('p', 'the board') } },
  railViews: null,
  drawer: null,
  bulkBar: null,
  overlays: null,
}
const targets = { openReservation: () => undefined, searchAll: () => undefined }

async function open(tourSeen: boolean) {
  const fake = createFakeBridge({
    connection: { phase: 'connected', connection: HARBOUR },
    settings: { tourSeen },
  })
  await show(App, fake, { screens, targets })
  return fake
}
const shown = (): boolean => pageText().includes('Start with what is stuck')
const seen = (fake: Awaited<ReturnType<typeof open>>): boolean =>
  fake.calls.some(
    ({ channel, request }) =>
      channel === 'settings/set' && (request as { tourSeen?: boolean }).tourSeen === true,
  )

beforeEach(() => {
  startAt(HOME)
})
afterEach(unmountAll)

describe('the first-run tour', () => {
  it('waits for rows, leads through every step, and is not offered again', async () => {
    const fake = await open(false)
    expect(shown()).toBe(false)
    fake.push('board/status', boardStatus({ phase: 'live', rows: 5 }))
    await settle()
    expect(shown()).toBe(true)
    for (const _step of TOUR_STEPS.slice(1)) await press('button', 'Next')
    expect(allByRole('button', 'Skip')).toEqual([])
    expect(seen(fake)).toBe(false)
    await press('button', 'Start working')
    expect(pageText()).not.toContain('All of it by keyboard')
    expect(seen(fake)).toBe(true)
  })

  it('is led by arrow keys and left by Escape', async () => {
    const fake = await open(false)
    fake.push('board/status', boardStatus({ phase: 'live', rows: 5 }))
    await settle()
    expect(document.activeElement).toBe(byRole('button', 'Next'))
    await key('ArrowRight')
    expect(pageText()).toContain('Every line is a reservation')
    await key('ArrowLeft')
    expect(shown()).toBe(true)
    await key('Escape')
    expect(shown()).toBe(false)
    expect(seen(fake)).toBe(true)
    // The focus is not lost with the card.
    expect(document.activeElement?.id).toBe('content')
  })

  it('goes with the board that it speaks of, and leads back to it when it is asked for', async () => {
    const fake = await open(false)
    fake.push('board/status', boardStatus({ phase: 'live', rows: 5 }))
    await settle()
    expect(shown()).toBe(true)
    navigate(SETTINGS_HOME)
    await settle()
    expect(shown()).toBe(false)
    expect(seen(fake)).toBe(true)
    await key('k', { ctrlKey: true })
    await type('combobox', 'Command palette', 'take the tour')
    byRole('combobox', 'Command palette').focus()
    await key('Enter')
    await settle()
    expect(route.value.name).toBe('board')
    expect(shown()).toBe(true)
  })

  it('stays away from who has seen it, and comes back when it is asked for', async () => {
    const fake = await open(true)
    fake.push('board/status', boardStatus({ phase: 'live', rows: 5 }))
    await settle()
    expect(shown()).toBe(false)
    await key('k', { ctrlKey: true })
    await type('combobox', 'Command palette', 'take the tour')
    byRole('combobox', 'Command palette').focus()
    await key('Enter')
    await settle()
    expect(shown()).toBe(true)
  })
})
