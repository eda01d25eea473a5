import { expect } from 'vitest'
import { h, type App, type Component, type VNode } from 'vue'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { useAlertsStore } from '../../renderer/app/stores/alerts'
import { useConnectionStore } from '../../renderer/app/stores/connection'
import { createConsole, provideConsole, type BoardConsole } from '../../renderer/board/console'
import type { FakeBridge } from './fake-bridge'
import { settle, show } from './screen'

/** A component that is nothing but its setup. */
export const host = (setup: () => () => VNode): Component => ({ setup })

/** Waits for what comes by push and by timer, at most a second. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !holds(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await settle()
  }
  expect(holds()).toBe(true)
  await settle()
}

/** A console of one component, on a board that is read, with alerts and connection as in the window. */
export interface LiveConsole {
  readonly console: BoardConsole
  readonly close: () => void
}

/** Shows a component with a console of its own. Call `close`, and `unmountAll` of the screen, after the test. */
export async function openLive(
  fake: FakeBridge,
  component: Component,
  props: Readonly<Record<string, unknown>> = {},
): Promise<LiveConsole> {
  const own = createConsole({
    bridge: fake.bridge,
    settings: () => DEFAULT_SETTINGS,
    saveSettings: () => undefined,
  })
  const provide = {
    install: (into: App) => {
      provideConsole(into, own)
    },
  }
  await show(
    host(() => () => h(component, props)),
    fake,
    {},
    [provide],
  )
  const stopAlerts = await useAlertsStore().start()
  await useConnectionStore().start()
  await until(() => own.board.complete.value)
  return {
    console: own,
    close: () => {
      stopAlerts()
      own.stop()
    },
  }
}
