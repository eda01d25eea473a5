import { describe, expect, it } from 'vitest'
import type { SavedView, SharedView } from '../../../../preload/contract/settings'
import { movedTo, parseColumns, serialiseColumns } from '../../../../renderer/board/columns'
import { PLAIN_LOOK, readLook } from '../../../../renderer/board/look'
import {
  added,
  changed,
  freeName,
  imported,
  MOST_VIEWS,
  removed,
  shifted,
} from '../../../../renderer/board/saved-views'
import { iconOfView, OWN_ICONS } from '../../../../renderer/board/view-icons'

const view = (n: number, over: Partial<SavedView> = {}): SavedView => ({
  id: `own-${String(n)}`,
  name: `View ${String(n)}`,
  filter: '',
  sort: 'age',
  ...over,
})
const look = { ...PLAIN_LOOK, layout: 'lanes' as const, columns: ['status', 'age:120'] }
const kept = { views: [view(1), view(2), view(3)], looks: { 'own-2': look, stuck: look } }

describe('the supervisor’s own views', () => {
  it('are added with the look they were made in, renamed, moved and removed with their look', () => {
    const more = added(kept, view(4), look)
    expect(more.views?.at(-1)?.id).toBe('own-4')
    expect(more.looks).toMatchObject({ 'own-4': look })
    expect(changed(kept, 'own-1', { name: 'Night', icon: 'moon' }).views?.[0]).toMatchObject({
      name: 'Night',
      icon: 'moon',
    })
    expect(shifted(kept, 'own-3', -1).views?.map(({ id }) => id)).toEqual(['own-1', 'own-3', 'own-2'])
    expect(shifted(kept, 'own-3', 1).views).toBe(kept.views)
    const less = removed(kept, 'own-2')
    expect(less.views?.map(({ id }) => id)).toEqual(['own-1', 'own-3'])
    expect(Object.keys(less.looks ?? {})).toEqual(['stuck'])
  })

  it('come in from a file under new ids and free names, as many as there is room for', () => {
    const shared: SharedView[] = [
      { name: 'View 1', filter: 'status=pending', sort: '-age', look },
      { name: 'View 1', filter: '', sort: '', look: null },
    ]
    let ids = 0
    const newId = () => `own-new${String((ids += 1))}`
    const { change, taken, left } = imported(kept, shared, newId)
    expect(change.views?.slice(3).map(({ id, name }) => [id, name])).toEqual([
      ['own-new1', 'View 1 (2)'],
      ['own-new2', 'View 1 (3)'],
    ])
    expect(change.looks).toMatchObject({ 'own-new1': look })
    expect([taken, left]).toEqual([2, 0])
    const full = { views: Array.from({ length: MOST_VIEWS - 1 }, (_, n) => view(n)), looks: {} }
    expect(imported(full, shared, newId)).toMatchObject({ taken: 1, left: 1 })
    expect(freeName('x'.repeat(100), [{ name: 'x'.repeat(100) }]).length).toBeLessThanOrEqual(100)
  })

  it('have the icon that was chosen; one that nobody knows is a bookmark', () => {
    expect(iconOfView({ id: 'own-1', icon: 'moon' })).toBe(OWN_ICONS.moon)
    expect(iconOfView({ id: 'own-1', icon: 'skull' })).toBe(OWN_ICONS.bookmark)
    expect(iconOfView({ id: 'own-1', icon: null })).toBe(OWN_ICONS.bookmark)
  })
})

describe('the look of a view', () => {
  it('reads what it knows and falls back to the standard for the rest', () => {
    expect(readLook({ ...look, group: 'worker', lanesBy: 'queue' }, [])).toMatchObject({
      layout: 'lanes',
      lanesBy: 'queue',
      groupBy: 'worker',
    })
    expect(readLook({ ...look, group: 'moon', lanesBy: 'moon' }, [])).toMatchObject({
      lanesBy: 'status',
      groupBy: null,
    })
  })

  it('has its own columns, or the usual ones', () => {
    const ids = (columns: readonly { id: string }[]) => columns.map(({ id }) => id)
    expect(ids(readLook(look, ['queue']).columns)).toEqual(['status', 'age'])
    expect(ids(readLook(PLAIN_LOOK, ['queue', 'worker']).columns)).toEqual(['queue', 'worker'])
  })

  it('keeps order and widths of columns through a move', () => {
    const columns = parseColumns(['status', 'age:120', 'queue'])
    expect(serialiseColumns(movedTo(columns, 'queue', 'status'))).toEqual(['queue', 'status', 'age:120'])
    expect(serialiseColumns(movedTo(columns, 'status', null))).toEqual(['age:120', 'queue', 'status'])
    expect(movedTo(columns, 'age', 'age')).toBe(columns)
    expect(movedTo(columns, 'worker', 'age')).toBe(columns)
  })
})
