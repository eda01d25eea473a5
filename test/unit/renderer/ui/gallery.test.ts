import { afterEach, expect, it } from 'vitest'
import type { Component } from 'vue'
import * as ui from '../../../../renderer/ui'
import GalleryScreen from '../../../../renderer/ui/gallery/GalleryScreen.vue'
import { createFakeBridge } from '../../../support/fake-bridge'
import { show, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

/** Stand once in the frame of the window, around the gallery too. */
const OF_THE_FRAME = ['UiToastHost', 'UiTooltipHost']

it('the gallery shows every primitive', async () => {
  const wrapper = await show(GalleryScreen, createFakeBridge())
  const primitives = Object.entries(ui).filter(
    ([name, value]) => /^[A-Z]/.test(name) && typeof value === 'object' && !OF_THE_FRAME.includes(name),
  )
  expect(primitives.length).toBeGreaterThan(20)
  const missing = primitives.filter(([, value]) => !wrapper.findComponent(value as Component).exists())
  expect(missing.map(([name]) => name)).toEqual([])
})
