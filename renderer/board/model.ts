import { computed, shallowRef, watch, type ComputedRef, type ShallowRef, type WritableComputedRef } from 'vue'
import type { BoardPush, BoardRow, BoardStatus } from '../../preload/contract/board'
import type { SavedView, ViewLook } from '../../preload/contract/settings'
import { combineFilters, compileFilter, dependsOnTime, NO_FILTER, type BoardFilter } from './filter'
import {
  flatList,
  groupedList,
  groupId,
  inSameGroup,
  type DisplayList,
  type Group,
  type GroupKey,
} from './grouping'
import { lanesOf, placeOf, type Lane } from './lanes'
import { usualLook, readLook, type Look } from './look'
import { BoardMirror, type MirrorChange } from './mirror'
import { RowOrder } from './order'
import {
  NOTHING_SELECTED,
  selectMany,
  selectOnly,
  selectRange,
  toggle,
  unselectMany,
  withoutGone,
  type Selection,
} from './selection'
import { compileSort, OLDEST_FIRST, rankRows, toggleSort, type SortKey, type SortTerm } from './sort'
import { ViewCounts, viewsWith, type BoardView } from './views'

export interface BoardModelOptions {
  readonly subscribe: () => void
  readonly nextFrame: (callback: () => void) => void
  /** This computer's clock, ms. */
  readonly localNow: () => number
  readonly savedViews: () => readonly SavedView[]
  /** How views are laid out, by id. */
  readonly looks: () => Readonly<Record<string, ViewLook>>
  /** Columns of views that have none of their own. */
  readonly usualColumns: () => readonly string[]
  readonly saveLook: (viewId: string, look: ViewLook) => void
  /** How long an ended row stays visible while it fades, ms. */
  readonly lingerMs: number
}

/** How often conditions on age are tried again, ms. */
const AGE_CHECK_MS = 2_000

/** Everything the board screen shows and does, apart from how it looks. One per window. */
export interface BoardModel {
  readonly rows: ReadonlyMap<string, BoardRow>
  /** Rises when rows, order or counts have changed; at most once per frame. */
  readonly version: ShallowRef<number>
  readonly status: ShallowRef<BoardStatus | null>
  readonly complete: ComputedRef<boolean>
  readonly views: ComputedRef<readonly BoardView[]>
  readonly view: ComputedRef<BoardView>
  readonly viewId: ShallowRef<string>
  /** What the supervisor added to the view's own filter. */
  readonly filter: ShallowRef<BoardFilter>
  readonly effectiveFilter: ComputedRef<BoardFilter>
  readonly sort: ShallowRef<readonly SortTerm[]>
  readonly look: ComputedRef<Look>
  /** Part of the look. */
  readonly groupBy: WritableComputedRef<GroupKey | null>
  readonly list: ComputedRef<DisplayList>
  /** The rows as lanes; none while the view is a table. */
  readonly lanes: ComputedRef<readonly Lane[]>
  readonly selection: ShallowRef<Selection>
  readonly selectedRows: ComputedRef<readonly BoardRow[]>
  /** Selected rows that are not among those shown: chosen before a filter took them away. */
  readonly selectedElsewhere: ComputedRef<number>
  readonly waiting: ComputedRef<number>
  /** Rows that match, leaving ones included. */
  readonly shownCount: ComputedRef<number>
  /** Set while a dialog about rows is open, so that nothing moves behind it. */
  readonly dialogOpen: ShallowRef<boolean>
  countOf(viewId: string): number | null
  isLeaving(sid: string): boolean
  matchingSids(): readonly string[]
  openView(viewId: string): void
  /** Changes how the view is laid out, and keeps it. */
  setLook(change: Partial<ViewLook>): void
  sortBy(key: SortKey, add: boolean): void
  toggleGroup(group: Group): void
  select: {
    only(sid: string): void
    toggle(sid: string): void
    range(sid: string, keep: boolean): void
    many(sids: readonly string[]): void
    without(sids: readonly string[]): void
    /** Selects every row that matches; returns how many. */
    all(): number
    none(): void
  }
  catchUp(): void
  /** Server time, ms. */
  now(): number
  accept(push: BoardPush): void
  acceptStatus(status: BoardStatus): void
  start(): void
  clear(): void
  /** To be called now and then: lets faded rows go and looks at conditions on age again. */
  tick(): void
}

export function createBoardModel(options: BoardModelOptions): BoardModel {
  const mirror = new BoardMirror(options)
  const { rows } = mirror
  const version = shallowRef(0)
  // Of what is shown: the last page counts when it has been put in order, not when it has arrived.
  const complete = shallowRef(false)
  const status = shallowRef<BoardStatus | null>(null)
  const viewId = shallowRef('stuck')
  const filter = shallowRef<BoardFilter>(NO_FILTER)
  const sort = shallowRef<readonly SortTerm[]>(OLDEST_FIRST)
  const closedGroups = shallowRef<ReadonlySet<string>>(new Set())
  const selection = shallowRef<Selection>(NOTHING_SELECTED)
  const dialogOpen = shallowRef(false)
  let lastAgeCheck = 0

  const now = (): number => options.localNow() + (status.value?.clockOffset ?? 0)
  const views = computed(unlessEqual(options.savedViews, viewsWith))
  const view = computed(() => views.value.find(({ id }) => id === viewId.value) ?? firstOf(views.value))
  sort.value = view.value.sort
  const savedLook = computed(() => options.looks()[view.value.id] ?? usualLook(view.value.id))
  const look = computed(
    unlessEqual(
      () => [savedLook.value, options.usualColumns()] as const,
      ([saved, usual]) => readLook(saved, usual),
    ),
  )
  const setLook = (change: Partial<ViewLook>): void => {
    options.saveLook(view.value.id, { ...savedLook.value, ...change })
  }
  const groupBy = computed({
    get: () => look.value.groupBy,
    set: (key) => {
      setLook({ group: key ?? '' })
    },
  })
  const effectiveFilter = computed(() => combineFilters(view.value.filter, filter.value))
  const rules = computed(() => ({
    matches: compileFilter(effectiveFilter.value, now),
    compare: compileSort(sort.value),
    rank: (of: readonly BoardRow[]) => rankRows(of, sort.value),
  }))
  const order = new RowOrder(rows, rules.value, {
    lingerMs: options.lingerMs,
    now: options.localNow,
    sameGroup: (before, row) => {
      const { layout, lanesBy } = look.value
      return inSameGroup(layout === 'lanes' ? lanesBy : groupBy.value, before, row)
    },
  })
  const counts = new ViewCounts(rows)
  const bump = (): void => {
    version.value += 1
  }

  const list = computed<DisplayList>(() => {
    void version.value
    return groupBy.value === null ? flatList(order) : groupedList(order, groupBy.value, closedGroups.value)
  })

  const lanes = computed<readonly Lane[]>(() => {
    void version.value
    const { layout, lanesBy } = look.value
    return layout === 'table' ? [] : lanesOf(order, lanesBy, effectiveFilter.value.lists.status === undefined)
  })

  mirror.onChange((change: MirrorChange) => {
    order.apply(change)
    counts.apply(change)
    selection.value = withoutGone(selection.value, change, rows)
    complete.value = mirror.complete
    bump()
  })
  /** Set while a view, its filter and its sort change together: the board is put in order once, when all are there. */
  let opening = false
  const applyRules = (): void => {
    if (opening) return
    order.configure(rules.value)
    bump()
  }
  watch(rules, applyRules, { flush: 'sync' })
  watch(
    views,
    (next) => {
      counts.configure(next, now)
      bump()
    },
    { flush: 'sync', immediate: true },
  )
  watch(
    [selection, dialogOpen],
    () => {
      order.hold(selection.value.sids.size > 0 || dialogOpen.value)
      bump()
    },
    { flush: 'sync' },
  )

  function between(from: string, to: string): readonly string[] {
    if (look.value.layout === 'lanes') return betweenCards(from, to)
    const a = list.value.indexOf(from)
    const b = list.value.indexOf(to)
    if (a < 0 || b < 0) return [to]
    const sids: string[] = []
    for (let index = Math.min(a, b); index <= Math.max(a, b); index += 1) {
      const item = list.value.at(index)
      if (item?.kind === 'row' && !order.isLeaving(item.row.sid)) sids.push(item.row.sid)
    }
    return sids
  }

  /** Within one lane: what lies between two lanes is nobody's range. */
  function betweenCards(from: string, to: string): readonly string[] {
    const start = placeOf(lanes.value, from)
    const end = placeOf(lanes.value, to)
    if (start === null || end === null || start.lane !== end.lane) return [to]
    const sids = lanes.value[start.lane]?.sids ?? []
    const range = sids.slice(Math.min(start.card, end.card), Math.max(start.card, end.card) + 1)
    return range.filter((sid) => !order.isLeaving(sid))
  }

  return {
    rows,
    version,
    status,
    views,
    view,
    viewId,
    filter,
    effectiveFilter,
    sort,
    look,
    groupBy,
    list,
    lanes,
    selection,
    dialogOpen,
    now,
    complete: computed(() => complete.value),
    selectedRows: computed(() => {
      void version.value
      return [...selection.value.sids].flatMap((sid) => rows.get(sid) ?? [])
    }),
    selectedElsewhere: computed(() => {
      void version.value
      let count = 0
      for (const sid of selection.value.sids) if (order.positionOf(sid) < 0) count += 1
      return count
    }),
    waiting: computed(() => (version.value >= 0 ? order.waiting : 0)),
    shownCount: computed(() => (version.value >= 0 ? order.length : 0)),
    countOf: (id) => (version.value >= 0 ? counts.of(id) : null),
    isLeaving: (sid) => order.isLeaving(sid),
    matchingSids: () => order.matching(),
    openView(id) {
      opening = true
      viewId.value = id
      filter.value = NO_FILTER
      sort.value = view.value.sort
      opening = false
      applyRules()
      selection.value = NOTHING_SELECTED
    },
    setLook,
    sortBy(key, add) {
      sort.value = toggleSort(sort.value, key, add)
    },
    toggleGroup({ key, value, collapsed }) {
      const next = new Set(closedGroups.value)
      if (collapsed) next.delete(groupId(key, value))
      else next.add(groupId(key, value))
      closedGroups.value = next
    },
    select: {
      only: (sid) => (selection.value = selectOnly(sid)),
      toggle: (sid) => (selection.value = toggle(selection.value, sid)),
      range: (sid, keep) => (selection.value = selectRange(selection.value, sid, between, keep)),
      many: (sids) => (selection.value = selectMany(selection.value, sids)),
      without: (sids) => (selection.value = unselectMany(selection.value, sids)),
      all() {
        const sids = order.matching()
        selection.value = selectMany(NOTHING_SELECTED, sids)
        return sids.length
      },
      none: () => (selection.value = NOTHING_SELECTED),
    },
    catchUp() {
      order.catchUp()
      bump()
    },
    accept: (push) => {
      mirror.accept(push)
    },
    acceptStatus(next) {
      status.value = next
    },
    start: () => {
      mirror.start()
    },
    clear() {
      mirror.clear()
      status.value = null
      selection.value = NOTHING_SELECTED
    },
    tick() {
      const at = options.localNow()
      let changed = order.hasLeaving && order.sweep()
      if (at - lastAgeCheck >= AGE_CHECK_MS) {
        lastAgeCheck = at
        if (counts.recheck()) changed = true
        if (dependsOnTime(effectiveFilter.value) && !order.held && order.recheck()) changed = true
      }
      if (changed) bump()
    },
  }
}

/**
 * Settings come as new objects whenever any of them changes. Where these are as they were the same value is given back, so
 * that nothing is sorted, counted or drawn again.
 */
function unlessEqual<From, To>(read: () => From, make: (from: From) => To): () => To {
  let known: { readonly text: string; readonly value: To } | null = null
  return () => {
    const from = read()
    const text = JSON.stringify(from)
    if (known?.text !== text) known = { text, value: make(from) }
    return known.value
  }
}

function firstOf(views: readonly BoardView[]): BoardView {
  const [first] = views
  return first ?? { id: 'all', name: null, icon: null, filter: NO_FILTER, sort: OLDEST_FIRST }
}
