import { ArrowDown, ArrowUp, Download, Pencil, Trash2, Upload } from '@lucide/vue'
import { shallowRef } from 'vue'
import type { Problem } from '../../preload/contract/envelope'
import { ask, askOrToast } from '../app/bridge'
import { toastProblem } from '../app/problems'
import { navigate } from '../app/router'
import { useMessages } from '../i18n'
import { showToast, type MenuEntry } from '../ui'
import { useConsole } from './console'
import { serialiseFilter } from './filter'
import { added, changed, imported, removed, shifted } from './saved-views'
import { serialiseSort } from './sort'
import type { BoardView } from './views'
import type { ViewIcon } from './view-icons'

/** What the dialog about a view is for; null = closed. */
export type ViewDialogState =
  { readonly for: 'new' } | { readonly for: 'rename'; readonly view: BoardView } | null

const dialog = shallowRef<ViewDialogState>(null)

/** What can be done with views of the supervisor's own. The dialog is one for the window. */
export function useViews() {
  const { board, bridge, saveSettings, settings } = useConsole()
  const { t } = useMessages()

  const onScreen = () => ({
    filter: serialiseFilter(board.effectiveFilter.value),
    sort: serialiseSort(board.sort.value),
  })

  function saveNew(name: string, icon: ViewIcon): void {
    const id = `own-${crypto.randomUUID()}`
    const look = settings().looks[board.view.value.id] ?? null
    saveSettings(added(settings(), { id, name, icon, ...onScreen() }, look))
    navigate({ name: 'board', view: id })
    showToast('success', t('board.save.saved', { name }))
  }

  function rename({ id }: BoardView, name: string, icon: ViewIcon): void {
    saveSettings(changed(settings(), id, { name, icon }))
  }

  function update({ id, name }: BoardView): void {
    saveSettings(changed(settings(), id, onScreen()))
    board.openView(id)
    showToast('success', t('board.save.saved', { name: name ?? id }))
  }

  function remove({ id, name }: BoardView): void {
    saveSettings(removed(settings(), id))
    if (board.viewId.value === id) navigate({ name: 'board', view: 'stuck' })
    showToast('info', t('board.save.removed', { name: name ?? id }))
  }

  async function exportViews(ids: readonly string[]): Promise<void> {
    const answer = await askOrToast(bridge.views.export({ ids: [...ids] }))
    if (answer?.data.saved === true) showToast('success', t('board.views.exported', {}, ids.length))
  }

  async function importViews(): Promise<void> {
    const { data, problem } = await ask(bridge.views.import())
    if (problem !== null) {
      tellBadFile(problem)
      return
    }
    if (data.views === null) return
    const { change, taken, left } = imported(settings(), data.views, () => `own-${crypto.randomUUID()}`)
    saveSettings(change)
    showToast('success', t('board.views.imported', {}, taken))
    if (left > 0) showToast('warning', t('board.views.full', {}, left))
  }

  /** Names the first place that is wrong, so that somebody who wrote the file by hand finds it. */
  function tellBadFile(problem: Problem): void {
    const [first] = problem.fields ?? []
    if (problem.code !== 'invalid') toastProblem(problem)
    else if (first === undefined) showToast('danger', t('board.views.badFile'))
    else showToast('danger', t('board.views.badFileAt', { place: first.path }))
  }

  /** What a menu offers for one view of the supervisor's own. */
  function entriesOf(view: BoardView): readonly MenuEntry[] {
    const place = settings().views.findIndex(({ id }) => id === view.id)
    return [
      {
        kind: 'item',
        id: 'rename',
        icon: Pencil,
        label: t('board.views.rename'),
        run: () => (dialog.value = { for: 'rename', view }),
      },
      {
        kind: 'item',
        id: 'up',
        icon: ArrowUp,
        label: t('board.views.up'),
        disabled: place <= 0,
        run: () => {
          saveSettings(shifted(settings(), view.id, -1))
        },
      },
      {
        kind: 'item',
        id: 'down',
        icon: ArrowDown,
        label: t('board.views.down'),
        disabled: place >= settings().views.length - 1,
        run: () => {
          saveSettings(shifted(settings(), view.id, 1))
        },
      },
      {
        kind: 'item',
        id: 'export',
        icon: Upload,
        label: t('board.views.export'),
        run: () => void exportViews([view.id]),
      },
      {
        kind: 'item',
        id: 'remove',
        icon: Trash2,
        danger: true,
        label: t('board.views.remove'),
        run: () => {
          remove(view)
        },
      },
    ]
  }

  /** What a menu offers about files of views. */
  function fileEntries(): readonly MenuEntry[] {
    const own = settings().views.map(({ id }) => id)
    return [
      {
        kind: 'item',
        id: 'import',
        icon: Download,
        label: t('board.views.import'),
        run: () => void importViews(),
      },
      {
        kind: 'item',
        id: 'exportAll',
        icon: Upload,
        label: t('board.views.exportAll'),
        disabled: own.length === 0,
        run: () => void exportViews(own),
      },
    ]
  }

  return { dialog, saveNew, rename, update, entriesOf, fileEntries }
}
