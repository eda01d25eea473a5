import { afterEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import CoverScreen from '../../../../renderer/app/CoverScreen.vue'
import { cover, covered, followCover, uncover } from '../../../../renderer/app/cover'
import { createFakeBridge } from '../../../support/fake-bridge'
import { press, show, unmountAll } from '../../../support/screen'

afterEach(() => {
  unmountAll()
  uncover()
})

it('covers the window when main says so', () => {
  const fake = createFakeBridge()
  const stop = followCover(fake.bridge)
  expect(covered.value).toBe(false)
  fake.push('app/cover', null)
  expect(covered.value).toBe(true)
  stop()
})

it('hides everything else, keeps the window’s keys from working, and goes by a press', async () => {
  cover()
  await show(CoverScreen, createFakeBridge())
  expect(document.documentElement.dataset['covered']).toBe('')
  expect(document.activeElement?.textContent).toContain('Show the console')
  const heard: string[] = []
  const listen = (event: KeyboardEvent): void => {
    heard.push(event.key)
  }
  document.body.addEventListener('keydown', listen)
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }))
  document.body.removeEventListener('keydown', listen)
  expect(heard).toEqual([])
  await press('button', 'Show the console')
  expect(covered.value).toBe(false)
  unmountAll()
  await nextTick()
  expect(document.documentElement.dataset['covered']).toBeUndefined()
})
