import { afterEach, expect, it } from 'vitest'
import { h, shallowRef, type Component } from 'vue'
import BoardHeader from '../../../../renderer/board/BoardHeader.vue'
import {
  movedTo,
  parseColumns,
  resized,
  type ColumnId,
  type ColumnSpec,
} from '../../../../renderer/board/columns'
import { createFakeBridge } from '../../../support/fake-bridge'
import { byRole, key, showConsole, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

/** The header as the grid uses it: what it asks for happens to its columns. */
async function open() {
  const columns = shallowRef<readonly ColumnSpec[]>(parseColumns(['status', 'age', 'worker']))
  const change = (id: ColumnId, to: (column: ColumnSpec) => ColumnSpec): void => {
    columns.value = columns.value.map((column) => (column.id === id ? to(column) : column))
  }
  const host: Component = () =>
    h(BoardHeader, {
      columns: columns.value,
      allSelected: false,
      someSelected: false,
      onMoved: (id: ColumnId, before: ColumnId | null) => {
        columns.value = movedTo(columns.value, id, before)
      },
      onResized: (id: ColumnId, width: number) => {
        change(id, (column) => resized(column, width))
      },
    })
  await showConsole(host, createFakeBridge())
  return {
    order: () => columns.value.map(({ id }) => id).join(),
    width: (id: ColumnId) => columns.value.find((column) => column.id === id)?.width,
  }
}

it('moves a column with Alt and an arrow, and the focus goes along', async () => {
  const { order } = await open()
  byRole('button', 'Status').focus()
  await key('ArrowRight', { altKey: true })
  expect(order()).toBe('age,status,worker')
  expect(document.activeElement).toBe(byRole('button', 'Status'))
  await key('ArrowRight', { altKey: true })
  await key('ArrowRight', { altKey: true })
  expect(order()).toBe('age,worker,status')
  await key('ArrowLeft', { altKey: true })
  expect(order()).toBe('age,status,worker')
  expect(document.activeElement).toBe(byRole('button', 'Status'))
})

it('changes the width of a column with Alt, Shift and an arrow', async () => {
  const { order, width } = await open()
  const before = width('worker') ?? 0
  byRole('button', 'Worker').focus()
  await key('ArrowRight', { altKey: true, shiftKey: true })
  expect(width('worker')).toBe(before + 16)
  await key('ArrowLeft', { altKey: true, shiftKey: true })
  expect(width('worker')).toBe(before)
  expect(order()).toBe('status,age,worker')
})
