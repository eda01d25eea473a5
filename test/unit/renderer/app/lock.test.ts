import { afterEach, describe, expect, it } from 'vitest'
import RootScreen from '../../../../renderer/app/RootScreen.vue'
import { composeScreens } from '../../../../renderer/app/compose'
import LockSection from '../../../../renderer/settings/LockSection.vue'
import { useLockStore } from '../../../../renderer/app/stores/lock'
import { toasts } from '../../../../renderer/ui/toasts'
import { createFakeBridge, HARBOUR, type FakeBridgeOptions } from '../../../support/fake-bridge'
import { allByRole, byRole, pageText, press, settle, show, type, unmountAll } from '../../../support/screen'

const stops: (() => void)[] = []
afterEach(() => {
  unmountAll()
  for (const stop of stops.splice(0)) stop()
  toasts.value = []
})

const field = () => byRole<HTMLInputElement>('textbox', 'PIN or passphrase')
async function submit(): Promise<void> {
  byRole('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await settle()
}

async function openRoot(options: FakeBridgeOptions = {}) {
  const fake = createFakeBridge({
    connection: { phase: 'connected', connection: HARBOUR },
    pin: '2468',
    ...options,
    lock: { phase: 'locked', pinSet: true, ...options.lock },
  })
  await show(RootScreen, fake, composeScreens())
  return fake
}

describe('the lock screen', () => {
  it('stands alone: nothing of the console is there, and main is asked for nothing else', async () => {
    const { calls } = await openRoot()
    expect(pageText()).toContain('Locked')
    expect(pageText()).not.toContain(HARBOUR.workspaceName)
    expect(calls.map(({ channel }) => channel)).toEqual(['lock/state'])
    expect(document.activeElement).toBe(field())
  })

  it('says that a wrong PIN was wrong, empties the field and stays in it, and counts a wait down on the button', async () => {
    await openRoot()
    for (const expected of [
      'That is not it. Try again.',
      'That is not it. Try again.',
      'wrong several times',
    ]) {
      await type('textbox', 'PIN or passphrase', '0000')
      await submit()
      expect(byRole('alert').textContent).toContain(expected)
      expect([field().value, field().getAttribute('aria-invalid')]).toEqual(['', 'true'])
      expect(document.activeElement).toBe(field())
    }
    expect(byRole<HTMLButtonElement>('button', 'Wait 5s').disabled).toBe(true)
  })

  it('goes with the right PIN, and the console starts as after any load', async () => {
    const { calls } = await openRoot()
    await type('textbox', 'PIN or passphrase', '2468')
    await submit()
    expect(calls.map(({ channel }) => channel).slice(0, 2)).toEqual(['lock/state', 'lock/unlock'])
    expect(calls.some(({ channel }) => channel === 'connection/state')).toBe(true)
    expect(allByRole('textbox', 'PIN or passphrase')).toEqual([])
    expect(pageText()).toContain(HARBOUR.workspaceName)
  })

  it('tells of running jobs, and of a keychain that cannot be asked', async () => {
    const fake = await openRoot({ lock: { jobs: 2 } })
    expect(pageText()).toContain('2 jobs are running and go on')
    fake.push('lock/changed', {
      phase: 'locked',
      pinSet: true,
      required: false,
      trouble: 'keychainLocked',
      wrong: 0,
      waitMs: 0,
      jobs: 0,
      look: { theme: 'dark', density: 'compact', language: 'es', locale: 'es-ES' },
    })
    await settle()
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect(pageText()).toContain('El llavero de este equipo está bloqueado')
    expect(pageText()).not.toContain('en marcha')
  })

  it('lets go of a forgotten PIN after a question whose default is no', async () => {
    const { calls } = await openRoot({ lock: { jobs: 1 } })
    const asked = () => calls.filter(({ channel }) => channel === 'lock/giveUp').length
    await press('button', 'Forgotten?')
    expect(pageText()).toContain('The running job stops where it is.')
    expect(document.activeElement?.textContent).toContain('Cancel')
    await press('button', 'Cancel')
    expect(asked()).toBe(0)
    await press('button', 'Forgotten?')
    await press('button', 'Sign out and remove')
    expect(asked()).toBe(1)
  })

  it('takes the place of the console as soon as main says so', async () => {
    const fake = await openRoot({ lock: { phase: 'open' } })
    expect(pageText()).toContain(HARBOUR.workspaceName)
    fake.answer('lock/unlock', () => new Promise(() => undefined))
    await fake.bridge.lock.now()
    await settle()
    expect(pageText()).not.toContain(HARBOUR.workspaceName)
    expect(document.activeElement).toBe(field())
  })
})

describe('where an administrator requires a PIN', () => {
  it('one is chosen first, twice the same and long enough', async () => {
    const { calls } = await openRoot({ lock: { phase: 'choose', pinSet: false, required: true } })
    const sent = () => calls.filter(({ channel }) => channel === 'lock/setPin').map(({ request }) => request)
    await type('textbox', 'New PIN or passphrase', '246')
    await submit()
    expect(pageText()).toContain('Use 4 to 64 characters.')
    await type('textbox', 'New PIN or passphrase', '2468')
    await type('textbox', 'The same again', '2469')
    await submit()
    expect(pageText()).toContain('The two are not the same.')
    expect(sent()).toEqual([])
    await type('textbox', 'The same again', '2468')
    await submit()
    expect(sent()).toEqual([{ current: null, pin: '2468' }])
    expect(pageText()).toContain(HARBOUR.workspaceName)
  })

  it('a computer without a keychain says why it cannot be used', async () => {
    await openRoot({
      lock: { phase: 'choose', pinSet: false, required: true, trouble: 'keychainUnavailable' },
    })
    expect(byRole('alert').textContent).toContain('no keychain that the console can use')
  })
})

describe('the settings of the lock', () => {
  async function openSection(options: FakeBridgeOptions) {
    const fake = createFakeBridge(options)
    await show(LockSection, fake)
    stops.push(await useLockStore().start())
    await settle()
    return fake
  }

  it('call a cover a cover, and set a PIN', async () => {
    const { calls } = await openSection({})
    expect(pageText()).toContain('anybody can lift the cover')
    await press('button', 'Set a PIN…')
    await type('textbox', 'New PIN or passphrase', 'long and good')
    await type('textbox', 'The same again', 'long and good')
    await submit()
    expect(calls.at(-1)).toEqual({
      channel: 'lock/setPin',
      request: { current: null, pin: 'long and good' },
    })
    expect(pageText()).toContain('the console shows nothing and answers nothing')
    expect(allByRole('dialog')).toEqual([])
  })

  it('want the old PIN for a new one or for none', async () => {
    const fake = await openSection({ lock: { pinSet: true } })
    fake.answer('lock/removePin', () => ({ ok: false, error: { code: 'wrongPin', message: '' } }))
    await press('button', 'Remove the PIN…')
    expect(byRole<HTMLButtonElement>('button', 'Remove the PIN').disabled).toBe(true)
    await type('textbox', 'Current PIN or passphrase', '0000')
    await submit()
    expect(byRole('alert').textContent).toContain('That is not it.')
    const current = byRole<HTMLInputElement>('textbox', 'Current PIN or passphrase')
    expect([current.value, document.activeElement === current]).toEqual(['', true])
    expect(byRole('dialog', 'Remove the PIN')).toBeTruthy()
  })

  it('say plainly that without a keychain nothing can be locked', async () => {
    await openSection({ lock: { trouble: 'keychainUnavailable' } })
    expect(pageText()).toContain('locking cannot be switched on')
    expect(byRole<HTMLButtonElement>('button', /^Set a PIN/).disabled).toBe(true)
  })

  it('show a lock where an administrator requires the PIN', async () => {
    await openSection({ lock: { pinSet: true, required: true } })
    expect(byRole<HTMLButtonElement>('button', /^Remove the PIN/).disabled).toBe(true)
    expect(document.querySelector('[aria-label="Set by your administrator"]')).not.toBeNull()
  })
})
