import { BellOff, Layers, ListChecks, NotebookPen, PanelRight, RefreshCw, Stethoscope, X } from '@lucide/vue'
import { useCommands, type Command } from '../app/commands'
import { ACTION_ICONS } from '../bulk/action-icons'
import { ACTIONS, namedTakers, unfitReason, type ActionId } from '../bulk/actions'
import { usePermission } from '../bulk/permission'
import { route } from '../app/router'
import { useConnectionStore } from '../app/stores/connection'
import { translate, type MessageKey } from '../i18n'
import { announce } from '../ui'
import { useConsole } from './console'
import { recommendedFor, type Recommended } from './recommended'
import { SNOOZE_MINUTES, useSnooze } from './snooze'

/** The actions that come with a key; the others can be given one. */
const KEYS: Readonly<Partial<Record<ActionId, string>>> = {
  reject: 'x',
  accept: 'a',
  complete: 'c',
  wrapUp: 'w',
  redirect: 'Shift+R',
}

/** Commands of the board. They live as long as the window, so that their keys can be changed anywhere, and work on the board only. */
export function useBoardCommands(): void {
  const { board, directory, noteSid, openSid, planning } = useConsole()
  const snooze = useSnooze()
  const { whyNot } = usePermission()
  const selected = (): boolean => board.selection.value.sids.size > 0
  const connection = useConnectionStore()
  const onBoard = (): boolean => connection.connected && route.value.name === 'board'
  const idle = (): boolean => planning.stage.value.kind === 'closed'

  const actions = ACTIONS.map((id): Command => {
    const keys = KEYS[id]
    return {
      id: `bulk.${id}`,
      group: 'reservations',
      title: `bulk.verb.${id}`,
      text: () => translate(`bulk.named.${id}`, {}, namedTakers(id, board.selectedRows.value)),
      icon: ACTION_ICONS[id],
      ...(keys === undefined ? {} : { keys }),
      onSelection: selected,
      when: () =>
        onBoard() &&
        idle() &&
        selected() &&
        whyNot(id, board.selectedRows.value.length) === null &&
        unfitReason(id, board.selectedRows.value) === null,
      run: () => void planning.open(id, [...board.selection.value.sids]),
    }
  })

  /** For the selected rows; without a selection for the first group of which so many things are recommended. */
  function recommended(place: number): Recommended | null {
    const all = [...board.rows.values()]
    if (selected()) return recommendedFor(board.selectedRows.value, directory.value, all)[place] ?? null
    for (const { key, value, rows: shown } of board.list.value.groups) {
      if (key !== 'advice') continue
      const rows = shown.filter(({ sid, advice }) => advice === value && !snooze.isSnoozed(sid))
      const plan = recommendedFor(rows, directory.value, all)[place]
      if (plan !== undefined) return plan
    }
    return null
  }

  /** The one row that a note is about: the only selected one, else the one in the drawer. */
  function chosenOne(): string | null {
    const [first, second] = board.selection.value.sids
    return first !== undefined && second === undefined ? first : selected() ? null : openSid.value
  }

  function recommending(id: string, place: number, title: MessageKey, keys: string): Command {
    const plan = (): Recommended | null => (onBoard() && idle() ? recommended(place) : null)
    return {
      id,
      group: 'reservations',
      title,
      text: () => {
        const found = plan()
        if (found === null) return translate(title)
        return translate('board.menu.recommended', {
          name: translate(`bulk.named.${found.action}`, {}, found.named),
        })
      },
      icon: Stethoscope,
      keys,
      onSelection: selected,
      when: () => plan() !== null,
      run: () => {
        const found = plan()
        if (found !== null) void planning.open(found.action, found.sids, found.form)
      },
    }
  }

  useCommands([
    ...actions,
    recommending('bulk.recommended', 0, 'board.command.recommended', 'd'),
    recommending('bulk.recommendedOther', 1, 'board.command.recommendedOther', 'Shift+D'),
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
      onSelection: selected,
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
      onSelection: selected,
      when: () => onBoard() && idle() && chosenOne() !== null,
      run: () => (noteSid.value = chosenOne()),
    },
    {
      id: 'board.snooze',
      group: 'reservations',
      title: 'snooze.command',
      icon: BellOff,
      keys: 'z',
      onSelection: selected,
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
