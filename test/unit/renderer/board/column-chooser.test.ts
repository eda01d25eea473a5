import { afterEach, expect, it } from 'vitest'
import { shallowRef, type App } from 'vue'
import { DEFAULT_SETTINGS, type Settings } from '../../../../preload/contract/settings'
import ColumnChooser from '../../../../renderer/board/ColumnChooser.vue'
import { DEFAULT_COLUMNS } from '../../../../renderer/board/columns'
import { createConsole, provideConsole } from '../../../../renderer/board/console'
import { createFakeBridge } from '../../../support/fake-bridge'
import { press, show, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

it('gives a view the standard columns, and leaves those of the other views alone', async () => {
  const fake = createFakeBridge()
  const settings = shallowRef<Settings>({ ...DEFAULT_SETTINGS, columns: ['status', 'worker:200'] })
  const console = createConsole({
    bridge: fake.bridge,
    settings: () => settings.value,
    saveSettings: ({ columns, looks }) => {
      const before = settings.value
      settings.value = { ...before, columns: columns ?? before.columns, looks: looks ?? before.looks }
    },
  })
  const provide = (app: App): void => {
    provideConsole(app, console)
  }
  await show(ColumnChooser, fake, {}, [provide])
  const shown = () => console.board.look.value.columns
  expect(shown().map(({ id }) => id)).toEqual(['status', 'worker'])
  await press('button', 'Columns')
  await press('button', 'Standard columns')
  expect(shown()).toEqual(DEFAULT_COLUMNS)
  console.board.openView('all')
  expect(shown().map(({ id }) => id)).toEqual(['status', 'worker'])
  console.stop()
})
