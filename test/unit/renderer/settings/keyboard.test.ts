import { afterEach, describe, expect, it } from 'vitest'
import { chooseKeys, keysFor, registerCommands, type Command } from '../../../../renderer/app/commands'
import { changedIds, withKeys, withoutChange } from '../../../../renderer/settings/chosen-keys'
import SettingsScreen from '../../../../renderer/settings/SettingsScreen.vue'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import { createFakeBridge, type FakeBridge } from '../../../support/fake-bridge'
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

const command = (id: string, keys: string | undefined, title: Command['title']): Command => ({
  id,
  group: 'go',
  title,
  run: () => undefined,
  ...(keys === undefined ? {} : { keys }),
})
const BOARD = command('go.board', 'g b', 'command.goBoard')
const WORKERS = command('go.workers', 'g w', 'command.goWorkers')
const JOBS = command('go.jobs', undefined, 'command.goJobs')

let stop = (): void => undefined
afterEach(() => {
  stop()
  unmountAll()
  chooseKeys({})
})

async function open(): Promise<FakeBridge> {
  const fake = createFakeBridge()
  stop = registerCommands([BOARD, WORKERS, JOBS])
  await show(SettingsScreen, fake, { section: 'keyboard' })
  const store = useSettingsStore()
  store.$subscribe(
    () => {
      chooseKeys(store.settings.keys)
    },
    { flush: 'sync' },
  )
  await store.start()
  return fake
}
const saved = (fake: FakeBridge): unknown =>
  (fake.calls.findLast(({ channel }) => channel === 'settings/set')?.request as { keys: unknown } | undefined)
    ?.keys

const change = (name: string): Promise<void> => press('button', `Change the keys of “${name}”`)
async function record(pressed: string, init: KeyboardEventInit = {}): Promise<void> {
  document.querySelector<HTMLInputElement>('[role="dialog"] input')?.focus()
  await key(pressed, init)
}

describe('keys in the settings', () => {
  it('are recorded, saved, shown, and reset', async () => {
    const fake = await open()
    await change('Go to the board')
    await record('b', { ctrlKey: true })
    await press('button', 'Save')
    expect(saved(fake)).toEqual({ 'go.board': '$mod+b' })
    chooseKeys({ 'go.board': '$mod+b' })
    expect(keysFor('go.board')).toBe('$mod+b')
    await settle()
    await press('button', 'Reset the keys of “Go to the board”')
    expect(saved(fake)).toEqual({})
  })

  it('that another command has are taken only after saying so', async () => {
    const fake = await open()
    await change('Go to jobs')
    await record('g')
    expect(pageText()).toContain('These keys belong to “Go to the board”')
    await record('b')
    expect(byRole('button', 'Take them')).toBeTruthy()
    await press('button', 'Take them')
    expect(saved(fake)).toEqual({ 'go.board': '', 'go.jobs': 'g b' })
  })

  it('that make the program unusable are refused', async () => {
    const fake = await open()
    await change('Go to jobs')
    await record('ArrowDown')
    expect(pageText()).toContain('moves about in tables')
    expect(byRole<HTMLButtonElement>('button', 'Save').disabled).toBe(true)
    await record('c', { ctrlKey: true })
    expect(pageText()).toContain('copies, pastes or undoes')
    await press('button', 'Try others')
    await press('button', 'Close')
    expect(saved(fake)).toBeUndefined()
  })

  it('can be taken away and are found by name', async () => {
    const fake = await open()
    await change('Go to workers')
    await press('button', 'No keys')
    expect(saved(fake)).toEqual({ 'go.workers': '' })
    await type('textbox', 'Find a command or a key', 'workers')
    expect(allByRole('button', /^Change the keys/)).toHaveLength(1)
  })
})

describe('chosen keys', () => {
  it('hold only what differs from what a command came with', () => {
    expect(withKeys({ 'go.board': 'x' }, BOARD, 'g B')).toEqual({})
    expect(withKeys({}, JOBS, '')).toEqual({})
    expect(withKeys({}, BOARD, '')).toEqual({ 'go.board': '' })
    expect(changedIds({ 'go.board': '' }, [BOARD, JOBS])).toEqual(new Set(['go.board']))
  })

  it('go back all together where one stands in the way of another', () => {
    const swapped = { 'go.board': '', 'go.jobs': 'g b', 'go.workers': 'z' }
    expect(withoutChange(swapped, BOARD, [BOARD, WORKERS, JOBS])).toEqual({ 'go.workers': 'z' })
  })
})
