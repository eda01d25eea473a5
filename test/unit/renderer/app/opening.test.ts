import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeScreens } from '../../../../renderer/app/compose'
import RootScreen from '../../../../renderer/app/RootScreen.vue'
import { createFakeBridge } from '../../../support/fake-bridge'
import { pageText, settle, show, unmountAll } from '../../../support/screen'

const mark = () => document.querySelector('.opening')

beforeEach(() => {
  const opening = document.createElement('div')
  opening.className = 'opening'
  document.body.append(opening)
})
afterEach(() => {
  unmountAll()
  mark()?.remove()
})

function later<Value>(value: Value): { readonly promise: Promise<Value>; answer(): void } {
  let answer = (): void => undefined
  const promise = new Promise<Value>((resolve) => {
    answer = () => {
      resolve(value)
    }
  })
  return { promise, answer }
}

describe('the mark of the opening', () => {
  it('stays until main has answered both questions, and goes when there is a screen', async () => {
    const fake = createFakeBridge()
    const [lock, connection] = await Promise.all([fake.bridge.lock.state(), fake.bridge.connection.state()])
    const unlocked = later(lock)
    const connected = later(connection)
    fake.answer('lock/state', () => unlocked.promise)
    fake.answer('connection/state', () => connected.promise)
    await show(RootScreen, fake, composeScreens())
    expect(mark()).not.toBeNull()
    unlocked.answer()
    await settle()
    expect(mark()).not.toBeNull()
    connected.answer()
    await settle()
    expect(mark()).toBeNull()
    expect(pageText()).not.toBe('')
  })

  it('goes for the lock as well', async () => {
    await show(
      RootScreen,
      createFakeBridge({ pin: '2468', lock: { phase: 'locked', pinSet: true } }),
      composeScreens(),
    )
    expect(mark()).toBeNull()
    expect(pageText()).toContain('Locked')
  })

  it('goes when main gives no answer that a screen could be made of', async () => {
    const fake = createFakeBridge()
    fake.answer('connection/state', () => ({ ok: false, error: { code: 'internal', message: 'no' } }))
    await show(RootScreen, fake, composeScreens())
    expect(mark()).toBeNull()
    expect(pageText()).not.toBe('')
  })
})
