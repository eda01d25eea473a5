import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { JobSummary } from '../../preload/contract/bulk'
import { compileFilter } from '../board/filter'
import type { BoardModel } from '../board/model'
import { isOpen, type JobList } from '../bulk/jobs'
import type { Planning } from '../bulk/planning'
import {
  NO_ROWS,
  NO_SCOPE,
  scopeFilter,
  STEPS,
  sweepRows,
  type StepId,
  type SweepKind,
  type SweepRows,
  type SweepScope,
  type SweepStep,
} from './selection'

/**
 * `nothing`: no row to act on and none was · `open`: rows wait · `running`: a job of it is at work · `done`: its rows are gone ·
 * `left`: its job is over and rows are there again, or still · `passed`: the supervisor leaves the rest as it is.
 */
export type StepState = 'nothing' | 'open' | 'running' | 'done' | 'left' | 'passed'

export interface StepView extends SweepStep {
  readonly state: StepState
  readonly count: number
  readonly jobs: readonly JobSummary[]
}

export interface Sweep {
  readonly kind: ShallowRef<SweepKind>
  readonly scope: ShallowRef<SweepScope>
  /** Null while nobody's work is chosen. */
  readonly rows: ComputedRef<SweepRows | null>
  readonly steps: ComputedRef<readonly StepView[]>
  /** A step was started or passed: what is swept stays as it was chosen until the sweep is ended. */
  readonly underway: ComputedRef<boolean>
  /** Steps that need nothing more, of all. */
  readonly progress: ComputedRef<{ readonly done: number; readonly of: number }>
  /** Looks at the rows now; the caller decides how often. */
  look(): void
  /** Opens the ordinary plan for a step: all of its rows, or those given. */
  plan(step: StepId, sids?: readonly string[], action?: SweepStep['action']): Promise<void>
  pass(step: StepId, on: boolean): void
  /** Forgets what was done and chosen. */
  end(): void
}

export interface SweepParts {
  readonly board: Pick<BoardModel, 'rows' | 'views' | 'now' | 'version'>
  readonly planning: Pick<Planning, 'open'>
  readonly jobs: JobList
  readonly isSnoozed: (sid: string) => boolean
  /** Most rows that one plan may name. */
  readonly most: () => number
}

/** One sweep of the window: which steps are done, and what is left, live. It outlives the screen. */
export function createSweep({ board, planning, jobs, isSnoozed, most }: SweepParts): Sweep {
  const kind = shallowRef<SweepKind>('shift')
  const scope = shallowRef<SweepScope>(NO_SCOPE)
  const started = shallowRef<ReadonlyMap<StepId, readonly string[]>>(new Map())
  const passed = shallowRef<ReadonlySet<StepId>>(new Set())
  /** Rises with every look: the board itself changes many times a second. */
  const looks = shallowRef(0)

  const filter = computed(() =>
    scopeFilter(scope.value, (id) => board.views.value.find((view) => view.id === id)?.filter),
  )
  const rows = computed(() => {
    void looks.value
    if (filter.value === null) return null
    return sweepRows(board.rows.values(), compileFilter(filter.value, board.now), isSnoozed)
  })
  const underway = computed(() => started.value.size > 0 || passed.value.size > 0)

  const steps = computed(() => STEPS[kind.value].map(view))

  function view(step: SweepStep): StepView {
    void jobs.version.value
    const ids = started.value.get(step.id) ?? []
    const own = ids.flatMap((id) => jobs.get(id) ?? [])
    const count = (rows.value ?? NO_ROWS).steps[step.id].sids.length
    return { ...step, count, jobs: own, state: stateOf(step.id, count, own) }
  }

  function stateOf(step: StepId, count: number, own: readonly JobSummary[]): StepState {
    if (own.some(isOpen)) return 'running'
    if (count === 0) return own.length > 0 ? 'done' : 'nothing'
    if (passed.value.has(step)) return 'passed'
    return own.length > 0 ? 'left' : 'open'
  }

  // A job that ends has changed rows; whoever looks wants to know at once.
  watch(
    () => jobs.version.value,
    () => {
      if (started.value.size > 0) looks.value += 1
    },
  )

  return {
    kind,
    scope,
    rows,
    steps,
    underway,
    progress: computed(() => ({
      done: steps.value.filter(({ state }) => state === 'nothing' || state === 'done' || state === 'passed')
        .length,
      of: steps.value.length,
    })),
    look() {
      looks.value += 1
    },
    async plan(step, sids, action) {
      const wanted = action ?? STEPS[kind.value].find(({ id }) => id === step)?.action ?? null
      const chosen = (sids ?? rows.value?.steps[step].sids ?? []).slice(0, most())
      if (wanted === null || chosen.length === 0) return
      await planning.open(wanted, chosen, undefined, ({ id }) => {
        started.value = new Map(started.value).set(step, [...(started.value.get(step) ?? []), id])
      })
    },
    pass(step, on) {
      const next = new Set(passed.value)
      if (on) next.add(step)
      else next.delete(step)
      passed.value = next
    },
    end() {
      started.value = new Map()
      passed.value = new Set()
      scope.value = NO_SCOPE
    },
  }
}
