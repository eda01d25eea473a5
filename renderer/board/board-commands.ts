import { BellOff, Layers, ListChecks, NotebookPen, PanelRight, RefreshCw, Stethoscope, X } from '@lucide/vue'
import { useCommands, type Command } from '../app/commands'
import { takers, unfitReason, type ActionId } from '../bulk/actions'
import { usePermission } from '../bulk/permission'
import { route } from '../app/router'
import { useConnectionStore } from '../app/stores/connection'
import { translate } from '../i18n'
import { announce } from '../ui'
import { useConsole } from './console'
import { recommendedFor, type Recommended } from './recommended'
import { SNOOZE_MINUTES, useSnooze } from './snooze'

const KEYS: readonly (readonly [ActionId, string])[] = [
  ['reject', 'x'],
  ['accept', 'a'],
  ['complete', 'c'],
  ['wrapUp', 'w'],
  ['redirect', 'Shift+R'],
]

/** Commands of the board. They live as long as the window, so that their keys can be changed anywhere, and work on the board only. */
export function useBoardCommands(): void {
  const { board, directory, noteSid, openSid, planning } = useConsole()
  const snooze = useSnooze()
  const { whyNot } = usePermission()
  const selected = (): boolean => board.selection.value.sids.size > 0
  const connection = useConnectionStore()
  const onBoard = (): boolean => connection.connected && route.value.name === 'board'
  const idle = (): boolean => planning.stage.value.kind === 'closed'

  const actions = KEYS.map(([id, keys]): Command => ({
    id: `bulk.${id}`,
    group: 'reservations',
    title: `bulk.verb.${id}`,
    text: () => {
      const { length } = takers(id, board.selectedRows.value)
      return translate(`bulk.named.${id}`, {}, length)
    },
    keys,
    when: () =>
      onBoard() &&
      idle() &&
      selected() &&
      whyNot(id, board.selectedRows.value.length) === null &&
      unfitReason(id, board.selectedRows.value) === null,
    run: () => void planning.open(id, [...board.selection.value.sids]),
  }))

  /** For the selected rows; without a selection for the first group of which something is recommended. */
  function recommended(): Recommended | null {
    const all = [...board.rows.values()]
    if (selected()) return recommendedFor(board.selectedRows.value, directory.value, all)
    for (const { key, sids } of board.list.value.groups) {
      const open = key === 'advice' ? sids.filter((sid) => !snooze.isSnoozed(sid)) : []
      const rows = open.flatMap((sid) => board.rows.get(sid) ?? [])
      const plan = recommendedFor(rows, directory.value, all)
      if (plan !== null) return plan
    }
    return null
  }

  /** The one row that a note is about: the only selected one, else the one in the drawer. */
  function chosenOne(): string | null {
    const [first, second] = board.selection.value.sids
    return first !== undefined && second === undefined ? first : selected() ? null : openSid.value
  }

  useCommands([
    ...actions,
    {
      id: 'bulk.recommended',
      group: 'reservations',
      title: 'board.command.recommended',
      icon: Stethoscope,
      keys: 'd',
      when: () => idle() && recommended() !== null,
      run: () => {
        const plan = recommended()
        if (plan !== null) void planning.open(plan.action, plan.sids, plan.form)
      },
    },
    {
      id: 'board.selectAll',
      group: 'board',
      title: 'board.command.selectAll',
      icon: ListChecks,
      keys: '$mod+a',
      when: () => onBoard() && idle() && board.list.value.length > 0,
      run: () => {
        const count = board.select.all()
        announce(translate('board.selectedAll', {}, count))
      },
    },
    {
      id: 'board.clearSelection',
      group: 'board',
      title: 'board.command.clearSelection',
      icon: X,
      when: () => onBoard() && selected(),
      run: () => board.select.none(),
    },
    {
      id: 'board.open',
      group: 'board',
      title: 'board.command.openDrawer',
      icon: PanelRight,
      when: () => onBoard() && board.selection.value.anchor !== null,
      run: () => (openSid.value = board.selection.value.anchor),
    },
    {
      id: 'board.note',
      group: 'reservations',
      title: 'notes.command',
      icon: NotebookPen,
      keys: 'n',
      when: () => onBoard() && idle() && chosenOne() !== null,
      run: () => (noteSid.value = chosenOne()),
    },
    {
      id: 'board.snooze',
      group: 'reservations',
      title: 'snooze.command',
      icon: BellOff,
      keys: 'z',
      when: () => onBoard() && idle() && (selected() || openSid.value !== null),
      run: () => {
        const sids = selected() ? [...board.selection.value.sids] : [openSid.value ?? '']
        if (sids.every(snooze.isSnoozed)) void snooze.end(sids)
        else void snooze.start(sids, SNOOZE_MINUTES[0])
      },
    },
    {
      id: 'board.catchUp',
      group: 'board',
      title: 'board.command.catchUp',
      icon: RefreshCw,
      keys: 'u',
      when: () => onBoard() && board.waiting.value > 0,
      run: () => {
        board.catchUp()
      },
    },
    {
      id: 'board.groupByWorker',
      group: 'board',
      title: 'board.command.group',
      icon: Layers,
      when: onBoard,
      run: () => (board.groupBy.value = board.groupBy.value === 'worker' ? null : 'worker'),
    },
  ])
}
