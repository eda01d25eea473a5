import { readFile } from 'node:fs/promises'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { INSTRUCTION_KINDS, parametersOf } from '../../../../preload/contract/instructions'
import { createConsole, provideConsole } from '../../../../renderer/board/console'
import InstructionForm from '../../../../renderer/bulk/InstructionForm.vue'
import { i18n } from '../../../../renderer/i18n'
import { createFakeBridge } from '../../../support/fake-bridge'
import { settle } from '../../../support/screen'

const coverage = await readFile('docs/API-COVERAGE.md', 'utf8')

/** Where the coverage table says that a parameter is asked for. */
const placeOf = new Map(
  coverage
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 9 && /^`\w+`$/.test(cells[1] ?? ''))
    .map((cells) => [(cells[1] ?? '').replaceAll('`', ''), cells[5] ?? '']),
)

let close = (): void => undefined
afterEach(() => {
  close()
})

const labels = (root: Element): string[] =>
  [...root.querySelectorAll('label')].map((label) => (label.textContent ?? '').replace('*', '').trim())

describe('the form of an instruction', () => {
  // A reject asks for the worker's activity in the choice for the worker.
  it.each(INSTRUCTION_KINDS.filter((kind) => kind !== 'reject' && parametersOf(kind).length > 0))(
    '%s asks for every parameter where the coverage table says so',
    async (kind) => {
      const board = createConsole({
        bridge: createFakeBridge({}).bridge,
        settings: () => DEFAULT_SETTINGS,
        saveSettings: () => undefined,
      })
      const wrapper = mount(InstructionForm, {
        props: { kind, parameters: {} },
        global: {
          plugins: [
            i18n,
            {
              install: (app) => {
                provideConsole(app, board)
              },
            },
          ],
        },
      })
      close = () => {
        wrapper.unmount()
        board.stop()
      }
      await settle()
      const all = labels(wrapper.element)
      const folded = [...wrapper.element.querySelectorAll('details')].flatMap(labels)
      const shown = Object.fromEntries(
        parametersOf(kind).map(({ name }) => [
          name,
          folded.includes(name)
            ? 'form, under “More parameters”'
            : all.includes(name)
              ? 'form, main part'
              : 'not offered: deprecated',
        ]),
      )
      expect(shown).toEqual(
        Object.fromEntries(parametersOf(kind).map(({ name }) => [name, placeOf.get(name)])),
      )
    },
  )
})
