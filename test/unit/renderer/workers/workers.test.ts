import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import type { WorkerRow } from '../../../../preload/contract/board'
import { chooseKeys } from '../../../../renderer/app/commands'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import PlanDialog from '../../../../renderer/bulk/PlanDialog.vue'
import { useWorkerList } from '../../../../renderer/workers/use-worker-list'
import WorkerBar from '../../../../renderer/workers/WorkerBar.vue'
import WorkerPanel from '../../../../renderer/workers/WorkerPanel.vue'
import WorkersScreen from '../../../../renderer/workers/WorkersScreen.vue'
import {
  EVERY_WORKER,
  ghostsOf,
  matchingWorkers,
  sortedWorkers,
  toggledOrder,
  BUSIEST_FIRST,
} from '../../../../renderer/workers/workers'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import { byRole, pageText, press, settle, showConsole, type, unmountAll } from '../../../support/screen'
import { NOON, sid } from '../../../support/rows'

const worker = (n: number, over: Partial<WorkerRow> = {}): WorkerRow => ({
  sid: sid('WK', n),
  name: `Worker ${String(n)}`,
  activitySid: sid('WA', 1),
  activityName: 'Available',
  available: true,
  since: NOON,
  pending: 0,
  accepted: 0,
  wrapping: 0,
  capacity: null,
  ...over,
})
const channel = (over: object = {}) => ({
  sid: 'WC',
  channel: 'voice',
  available: true,
  assigned: 1,
  configured: 1,
  ghosts: 0,
  at: NOON,
  ...over,
})
const names = (workers: readonly WorkerRow[]) => workers.map(({ name }) => name)

describe('workers', () => {
  const ana = worker(1, { name: 'Ana', pending: 2 })
  const ben = worker(2, { name: 'Ben', available: false, activitySid: sid('WA', 2), activityName: 'Break' })
  const cy = worker(10, {
    name: 'Cy',
    wrapping: 1,
    capacity: [channel({ ghosts: 1 }), channel({ ghosts: 2 })],
  })
  const all = [ana, ben, cy]

  it('are found by words, activity, availability and what they hold', () => {
    const found = (over: object) => names(matchingWorkers(all, { ...EVERY_WORKER, ...over }))
    expect(found({})).toEqual(['Ana', 'Ben', 'Cy'])
    expect(found({ text: 'break be' })).toEqual(['Ben'])
    expect(found({ activities: [sid('WA', 2)] })).toEqual(['Ben'])
    expect(found({ available: 'available' })).toEqual(['Ana', 'Cy'])
    expect(found({ holding: 'offers' })).toEqual(['Ana'])
    expect(found({ holding: 'work' })).toEqual(['Cy'])
    expect(found({ holding: 'ghosts' })).toEqual(['Cy'])
  })

  it('tell ghosts only when somebody has looked', () => {
    expect(ghostsOf(ana)).toBeNull()
    expect(ghostsOf(cy)).toBe(3)
  })

  it('sort by anything, the unknown last in both directions', () => {
    expect(names(sortedWorkers(all, BUSIEST_FIRST))).toEqual(['Ana', 'Cy', 'Ben'])
    expect(names(sortedWorkers(all, { key: 'ghosts', descending: false }))).toEqual(['Cy', 'Ana', 'Ben'])
    expect(names(sortedWorkers(all, { key: 'ghosts', descending: true }))).toEqual(['Cy', 'Ana', 'Ben'])
    expect(names(sortedWorkers(all, { key: 'name', descending: true }))).toEqual(['Cy', 'Ben', 'Ana'])
    expect(toggledOrder(BUSIEST_FIRST, 'name')).toEqual({ key: 'name', descending: false })
    expect(toggledOrder(BUSIEST_FIRST, 'load')).toEqual({ key: 'load', descending: false })
  })
})

describe('the screen of workers', () => {
  afterEach(unmountAll)

  it('says how many match and offers a way back when nobody does', async () => {
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR }, rows: 80 })
    await showConsole(WorkersScreen, fake)
    await settle()
    expect(pageText()).toMatch(/\d+ workers/)
    await type('textbox', 'Filter workers', 'nobody is called this')
    expect(pageText()).toContain('No worker matches')
    expect(pageText()).toContain('Clear filters')
  })
})

describe('what may be done with workers', () => {
  afterEach(() => {
    chooseKeys({})
    unmountAll()
  })

  const one = sid('WK', 1)
  /** The bar of the selected worker, and the panel about the same one. */
  const both = {
    setup() {
      const list = useWorkerList()
      list.select.only(one)
      return () => [h(WorkerBar, { list }), h(WorkerPanel, { sid: one, list })]
    },
  }

  it('is grey with the reason in bar and panel alike while nothing may be sent', async () => {
    const fake = createFakeBridge({
      connection: { phase: 'connected', connection: HARBOUR },
      settings: { viewOnly: true },
      rows: 80,
    })
    await showConsole(both, fake)
    await useSettingsStore().start()
    await settle()
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('button')].filter((button) =>
      /^(Change activity|Set capacity|Reject offers)/.test(button.textContent.trim()),
    )
    expect(buttons).toHaveLength(6)
    for (const button of buttons) {
      expect(button.disabled, button.textContent).toBe(true)
      expect(button.dataset['tip'], button.textContent).toMatch(/./)
    }
  })

  it('shows the keys that the supervisor has chosen', async () => {
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR }, rows: 80 })
    await showConsole(both, fake)
    await settle()
    const keys = (): string => byRole('button', 'Move 1 worker').querySelector('kbd')?.textContent ?? ''
    expect(keys()).toBe('M')
    chooseKeys({ 'workers.move': 'y' })
    await settle()
    expect(keys()).toBe('Y')
  })
})

describe('setting a channel of workers', () => {
  afterEach(unmountAll)

  it('asks for channel and capacity, and plans what was filled in', async () => {
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR }, rows: 20 })
    const { directory, planning } = await showConsole(PlanDialog, fake)
    const [one, two] = [sid('WK', 1), sid('WK', 2)]
    await planning.open('setCapacity', [one, two])
    await settle()
    expect(byRole('dialog').textContent).toContain('Set the capacity of 2 workers')
    expect(fake.calls.filter(({ channel: asked }) => asked === 'bulk/plan')).toEqual([])
    const task = directory.value?.channels[0]?.sid ?? ''
    const select = byRole<HTMLSelectElement>('combobox', 'Channel')
    select.value = task
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    const [capacity] = document.querySelectorAll<HTMLInputElement>('input[type="number"]')
    if (capacity === undefined) throw new Error('there is a field for the capacity')
    const enter = async (text: string): Promise<void> => {
      capacity.value = text
      capacity.dispatchEvent(new Event('input', { bubbles: true }))
      await settle()
    }
    await enter('51')
    expect(byRole('alert').textContent).toContain('A whole number from 0 to 50')
    await press('button', 'Check rows')
    expect(fake.calls.filter(({ channel: asked }) => asked === 'bulk/plan')).toEqual([])
    await enter('4')
    await press('button', 'Check rows')
    expect(fake.calls.find(({ channel: asked }) => asked === 'bulk/plan')?.request).toEqual({
      action: { kind: 'workerChannel', channelSid: task, capacity: 4, available: null },
      sids: [one, two],
      note: '',
    })
  })
})
