import {
  BellOff,
  Copy,
  ExternalLink,
  ListChecks,
  ListFilter,
  NotebookPen,
  PanelRight,
  Stethoscope,
  User,
} from '@lucide/vue'
import { shallowRef } from 'vue'
import type { BoardRow } from '../../preload/contract/board'
import { askOrToast } from '../app/bridge'
import { keysFor } from '../app/commands'
import { ACTION_ICONS } from '../bulk/action-icons'
import { ACTIONS, DESTRUCTIVE, namedTakers, unfitReason } from '../bulk/actions'
import { usePermission } from '../bulk/permission'
import { useMessages } from '../i18n'
import { announce, formatCount, formatSpan, type MenuEntry } from '../ui'
import { useConsole } from './console'
import { conditionValue, withList, type ListCondition } from './filter'
import { recommendedFor } from './recommended'
import { SNOOZE_MINUTES, useSnooze } from './snooze'
import { useValueName } from './words'

const NARROWING = ['worker', 'queue', 'reason'] as const satisfies readonly ListCondition[]

/**
 * The menu of a row or card: what can be done with the selection, and ways to more of the same kind. A press on a row that is
 * not selected selects it first, as everywhere on a desktop.
 */
export function useRowMenu(told: { readonly opened: (sid: string) => void }) {
  const { board, bridge, directory, noteSid, planning } = useConsole()
  const snooze = useSnooze()
  const { whyNot } = usePermission()
  const { t, locale } = useMessages()
  const valueName = useValueName()
  const entries = shallowRef<readonly MenuEntry[]>([])

  function open(event: MouseEvent): void {
    const { target } = event
    const sid =
      target instanceof Element ? target.closest<HTMLElement>('[data-sid]')?.dataset['sid'] : undefined
    const row = sid === undefined ? undefined : board.rows.get(sid)
    if (row === undefined) {
      // Nothing is known of this place: no menu is better than an empty one.
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (!board.selection.value.sids.has(row.sid)) board.select.only(row.sid)
    entries.value = entriesOf(row)
  }

  function entriesOf(row: BoardRow): readonly MenuEntry[] {
    return [
      {
        kind: 'item',
        id: 'open',
        icon: PanelRight,
        label: t('board.command.openDrawer'),
        keys: 'Enter',
        run: () => {
          told.opened(row.sid)
        },
      },
      ...recommendedEntries(),
      { kind: 'separator', id: 'actions' },
      ...actionEntries(),
      { kind: 'separator', id: 'later' },
      ...laterEntries(row),
      { kind: 'separator', id: 'more' },
      ...NARROWING.flatMap((condition) => narrowing(row, condition)),
      {
        kind: 'item',
        id: 'same',
        icon: ListChecks,
        label: t('board.menu.selectSame'),
        disabled: row.reason === null,
        run: () => {
          selectSame(row)
        },
      },
      { kind: 'separator', id: 'away' },
      copying('copySid', t('board.menu.copySid'), row.sid),
      copying('copyTask', t('board.menu.copyTask'), row.taskSid),
      {
        kind: 'item',
        id: 'console',
        icon: ExternalLink,
        label: t('reservation.openTask'),
        run: () => void askOrToast(bridge.app.openExternal({ page: 'consoleTask', sid: row.taskSid })),
      },
    ]
  }

  /** What is recommended for the selection, with its key: nothing where its rows were not given the same advice. */
  function recommendedEntries(): readonly MenuEntry[] {
    const plans = recommendedFor(board.selectedRows.value, directory.value, board.rows.values())
    if (plans.length === 0) return []
    const entries = plans.map(({ action, sids, form, named }, place): MenuEntry => {
      const name = t(`bulk.named.${action}`, { n: formatCount(named, locale.value) }, named)
      const keys = keysFor(place === 0 ? 'bulk.recommended' : 'bulk.recommendedOther')
      return {
        kind: 'item',
        id: `recommended-${action}`,
        icon: Stethoscope,
        label: t('board.menu.recommended', { name }),
        danger: DESTRUCTIVE.has(action),
        disabled: whyNot(action, sids.length) !== null,
        ...(keys === undefined ? {} : { keys }),
        run: () => void planning.open(action, sids, form),
      }
    })
    return [{ kind: 'separator', id: 'recommended' }, ...entries]
  }

  function actionEntries(): readonly MenuEntry[] {
    const rows = board.selectedRows.value
    return ACTIONS.filter((id) => unfitReason(id, rows) === null).map((id) => {
      const count = namedTakers(id, rows)
      return {
        kind: 'item',
        id,
        icon: ACTION_ICONS[id],
        danger: DESTRUCTIVE.has(id),
        disabled: whyNot(id, rows.length) !== null,
        label: t(`bulk.named.${id}`, { n: formatCount(count, locale.value) }, count),
        run: () => void planning.open(id, [...board.selection.value.sids]),
      }
    })
  }

  /** The note is about the row that was pressed, the snooze about all that are selected. */
  function laterEntries(row: BoardRow): readonly MenuEntry[] {
    const sids = [...board.selection.value.sids]
    return [
      {
        kind: 'item',
        id: 'note',
        icon: NotebookPen,
        label: row.note === null ? t('notes.add') : t('notes.edit'),
        keys: 'n',
        run: () => (noteSid.value = row.sid),
      },
      ...(sids.every(snooze.isSnoozed)
        ? [
            {
              kind: 'item',
              id: 'snoozeEnd',
              icon: BellOff,
              label: t('snooze.end'),
              keys: 'z',
              run: () => void snooze.end(sids),
            } as const,
          ]
        : SNOOZE_MINUTES.map((minutes, index) => ({
            kind: 'item' as const,
            id: `snooze-${String(minutes)}`,
            icon: BellOff,
            label: t('snooze.for', { time: formatSpan(minutes * 60_000, locale.value) }),
            ...(index === 0 ? { keys: 'z' } : {}),
            run: () => void snooze.start(sids, minutes),
          }))),
    ]
  }

  function narrowing(row: BoardRow, condition: (typeof NARROWING)[number]): readonly MenuEntry[] {
    const value = conditionValue(row, condition)
    if (value === null) return []
    return [
      {
        kind: 'item',
        id: `only-${condition}`,
        icon: condition === 'worker' ? User : ListFilter,
        label: t('board.menu.only', { name: valueName(condition, value) }),
        run: () => {
          board.select.none()
          board.filter.value = withList(board.filter.value, condition, [value])
        },
      },
    ]
  }

  function selectSame({ reason }: BoardRow): void {
    const sids = board.matchingSids().filter((sid) => board.rows.get(sid)?.reason === reason)
    board.select.none()
    board.select.many(sids)
    announce(t('bulk.selected', { n: formatCount(sids.length, locale.value) }, sids.length))
  }

  function copying(id: string, label: string, text: string): MenuEntry {
    return {
      kind: 'item',
      id,
      icon: Copy,
      label,
      run: () => void copy(text),
    }
  }

  async function copy(text: string): Promise<void> {
    if ((await askOrToast(bridge.app.copyText({ text }))) !== null) announce(t('common.copied'))
  }

  return { entries, open }
}
