import { afterEach, expect, it } from 'vitest'
import { fail, succeed } from '../../../../preload/contract/envelope'
import type { NetworkState } from '../../../../preload/contract/network'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import SettingsScreen from '../../../../renderer/settings/SettingsScreen.vue'
import {
  createFakeBridge,
  problem,
  type FakeBridge,
  type FakeBridgeOptions,
} from '../../../support/fake-bridge'
import { allByRole, byRole, pageText, press, settle, show, type, unmountAll } from '../../../support/screen'

const EXPLICIT = {
  mode: 'explicit',
  address: 'proxy.example:3128',
  user: 'porter',
  bypassLoopback: true,
} as const

async function open(options: FakeBridgeOptions = {}): Promise<FakeBridge> {
  const fake = createFakeBridge(options)
  await show(SettingsScreen, fake, { section: 'network' })
  await useSettingsStore().start()
  await settle()
  return fake
}

const asked = (fake: FakeBridge, channel: string): readonly unknown[] =>
  fake.calls.filter((call) => call.channel === channel).map(({ request }) => request)

async function choose(name: string): Promise<void> {
  byRole<HTMLInputElement>('radio', name).click()
  await settle()
}

afterEach(unmountAll)

it('begins with the system’s proxy and asks for nothing more', async () => {
  await open()
  expect(byRole<HTMLInputElement>('radio', 'System').checked).toBe(true)
  expect(allByRole('textbox', 'Address and port')).toEqual([])
  expect(allByRole('form', 'Password of the proxy')).toEqual([])
})

it('saves a proxy only when its address is right', async () => {
  const fake = await open()
  await choose('Manual')
  expect(asked(fake, 'settings/set')).toEqual([])
  await press('button', 'Use this proxy')
  expect(byRole('alert').textContent).toContain('An address and a port')
  await type('textbox', 'Address and port', 'proxy.example')
  await press('button', 'Use this proxy')
  expect(asked(fake, 'settings/set')).toEqual([])
  await type('textbox', 'Address and port', ' proxy.example:3128 ')
  await type('textbox', 'User name', 'porter')
  await press('button', 'Use this proxy')
  expect(asked(fake, 'settings/set')).toEqual([{ proxy: EXPLICIT }])
  expect(allByRole('button', 'Use this proxy')).toEqual([])
  await choose('None')
  expect(asked(fake, 'settings/set')[1]).toEqual({ proxy: { ...EXPLICIT, mode: 'direct' } })
})

it('says that an address is wrong when the field is left, not while it is typed', async () => {
  await open()
  await choose('Manual')
  const field = byRole('textbox', 'Address and port')
  field.focus()
  await type('textbox', 'Address and port', 'prox')
  expect(allByRole('alert')).toEqual([])
  field.blur()
  await settle()
  expect(byRole('alert').textContent).toContain('An address and a port')
})

it('a user name that cannot be is not saved along with another way', async () => {
  const fake = await open({ settings: { proxy: EXPLICIT } })
  await type('textbox', 'User name', 'por:ter')
  await choose('None')
  expect(asked(fake, 'settings/set')).toEqual([{ proxy: { ...EXPLICIT, mode: 'direct' } }])
  await choose('Manual')
  expect(asked(fake, 'settings/set').at(-1)).toMatchObject({ proxy: { user: 'porter' } })
})

it('hands the password over once and keeps nothing of it', async () => {
  const fake = await open({ settings: { proxy: EXPLICIT } })
  expect(pageText()).toContain('No password kept')
  await type('textbox', 'Password of the proxy', 'swordfish')
  byRole<HTMLFormElement>('form', 'Password of the proxy').requestSubmit()
  await settle()
  expect(asked(fake, 'network/setProxyPassword')).toEqual([{ password: 'swordfish' }])
  expect(byRole<HTMLInputElement>('textbox', 'Password of the proxy').value).toBe('')
  expect(document.body.innerHTML).not.toContain('swordfish')
  expect(pageText()).toContain('In the keychain')
  await press('button', 'Forget it')
  expect(pageText()).toContain('No password kept')
})

it('says what is wrong with a certificate file, and takes one away', async () => {
  const gone = { path: '/ca/company.pem', subject: '', expiresAt: null, state: 'missing' } as const
  const state: NetworkState = { password: 'none', certificates: [gone] }
  const fake = await open({ network: state })
  expect(pageText()).toContain('The file is gone')
  fake.answer('network/addCertificate', () => fail(problem('invalid')))
  await press('button', 'Add a certificate file…')
  expect(byRole('alert').textContent).toContain('no certificate that could be trusted')
  const good = {
    path: '/ca/good.pem',
    subject: 'Company CA',
    expiresAt: Date.UTC(2030, 0),
    state: 'ok',
  } as const
  fake.answer('network/addCertificate', () => succeed({ ...state, certificates: [gone, good] }))
  await press('button', 'Add a certificate file…')
  expect(allByRole('alert')).toEqual([])
  expect(pageText()).toContain('Company CA')
  await press('button', 'Stop trusting company.pem')
  expect(asked(fake, 'network/removeCertificate')).toEqual([{ path: '/ca/company.pem' }])
  expect(pageText()).not.toContain('The file is gone')
})

it('tests the way and names the proxy that was taken', async () => {
  const fake = await open({ settings: { proxy: EXPLICIT } })
  await press('button', 'Test the connection')
  expect(pageText()).toContain('TaskRouter answers.')
  expect(pageText()).toContain('http://proxy.example:3128')
  const refused = problem('network', { cause: 'proxy', status: 407 })
  fake.answer('network/check', () =>
    succeed([{ id: 'proxy', state: 'failed', milliseconds: 3, problem: refused }]),
  )
  await press('button', 'Test the connection')
  expect(byRole('alert').textContent).toContain('does not accept this user and password')
  expect(pageText()).toContain('The proxy wants a user name and password')
})

it('leaves to the administrator what is theirs', async () => {
  const fake = await open({ locked: ['proxy', 'extraCa'], settings: { proxy: EXPLICIT } })
  expect(allByRole('radio').every((radio) => (radio as HTMLInputElement).disabled)).toBe(true)
  expect(byRole<HTMLInputElement>('textbox', 'Address and port').disabled).toBe(true)
  expect(byRole<HTMLButtonElement>('button', 'Add a certificate file…').disabled).toBe(true)
  // The password is the supervisor's own, whoever chose the proxy.
  expect(byRole<HTMLInputElement>('textbox', 'Password of the proxy').disabled).toBe(false)
  expect(asked(fake, 'settings/set')).toEqual([])
})
