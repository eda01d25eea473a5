import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Bridge } from '../../preload/contract/bridge'
import { mayNoteTasks, type JobSummary, type Plan, type PlanProgress } from '../../preload/contract/bulk'
import type { Problem } from '../../preload/contract/envelope'
import { ask, type Answer } from '../app/bridge'
import { actionOf, EMPTY_FORM, formOf, needsForm, type ActionForm, type ActionId } from './actions'

/**
 * The way of a plan: fill in → rows are being read → look at it → started. `failed` keeps the form, so that nothing typed
 * is lost.
 */
export type PlanStage =
  | { readonly kind: 'closed' }
  | { readonly kind: 'form' }
  | { readonly kind: 'planning'; readonly done: number; readonly total: number }
  | { readonly kind: 'review'; readonly plan: Plan }
  | { readonly kind: 'starting'; readonly plan: Plan }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface Planning {
  readonly stage: ShallowRef<PlanStage>
  readonly action: ShallowRef<ActionId>
  readonly sids: ShallowRef<readonly string[]>
  readonly form: ShallowRef<ActionForm>
  readonly note: ShallowRef<string>
  /** Also write the note to the tasks, where the action allows it. */
  readonly noteOnTask: ShallowRef<boolean>
  readonly typed: ShallowRef<string>
  readonly released: ShallowRef<ReadonlySet<string>>
  /** Rows that will be acted on: those of the plan and those that were released. */
  readonly acting: ComputedRef<number>
  /** Set when the reject-loop guard chose the activity. */
  readonly guarded: ShallowRef<boolean>
  readonly mayConfirm: ComputedRef<boolean>
  /**
   * @param form what is filled in already, as for a recommendation
   * @param started hears of the job, when the plan was confirmed and began
   */
  open(
    action: ActionId,
    sids: readonly string[],
    form?: ActionForm,
    started?: (job: JobSummary) => void,
  ): Promise<void>
  /** Shows a plan that main made, such as that of a job's failed rows. */
  show(action: ActionId, plan: Plan): void
  /** Changes the form. What was planned before is void and is planned again where the form allows it. */
  fill(form: ActionForm): Promise<void>
  plan(): Promise<void>
  release(sid: string, on: boolean): void
  /** Starts the plan. Returns the job, or null when there is something to look at first. */
  confirm(): Promise<JobSummary | null>
  progress(progress: PlanProgress): void
  close(): void
}

type BulkBridge = Pick<Bridge['bulk'], 'plan' | 'cancelPlan' | 'run'>

/** One plan at a time: the dialog is modal. `requireNote` is asked at confirming; `firstForm` fills in what is usual. */
export function createPlanning(
  bulk: BulkBridge,
  requireNote: () => boolean,
  firstForm: (action: ActionId) => ActionForm = () => EMPTY_FORM,
): Planning {
  const stage = shallowRef<PlanStage>({ kind: 'closed' })
  const action = shallowRef<ActionId>('reject')
  const sids = shallowRef<readonly string[]>([])
  const form = shallowRef<ActionForm>(EMPTY_FORM)
  const note = shallowRef('')
  const noteOnTask = shallowRef(false)
  const typed = shallowRef('')
  const released = shallowRef<ReadonlySet<string>>(new Set())
  const guarded = shallowRef(false)
  /** Answers of older attempts are ignored: only the newest attempt may change the dialog. */
  let attempt = 0
  let planIdInProgress: string | null = null
  let onStarted: (job: JobSummary) => void = () => undefined

  const acting = computed(() =>
    stage.value.kind === 'review' || stage.value.kind === 'starting'
      ? stage.value.plan.counts.act + released.value.size
      : 0,
  )

  const mayConfirm = computed(() => {
    if (stage.value.kind !== 'review' || acting.value === 0) return false
    const { confirm } = stage.value.plan
    if (confirm.kind === 'typed' && typed.value.trim() !== confirm.phrase) return false
    return !requireNote() || note.value.trim() !== ''
  })

  function begin(next: ActionId, chosen: readonly string[], given?: ActionForm): void {
    attempt += 1
    action.value = next
    sids.value = chosen
    form.value = given ?? firstForm(next)
    note.value = ''
    noteOnTask.value = false
    typed.value = ''
    released.value = new Set()
    guarded.value = false
    onStarted = () => undefined
  }

  function abandon(): void {
    attempt += 1
    if (planIdInProgress !== null) void ask(bulk.cancelPlan({ planId: planIdInProgress }))
    if (stage.value.kind === 'review') void ask(bulk.cancelPlan({ planId: stage.value.plan.id }))
    planIdInProgress = null
  }

  /** Asks main for a plan; null when the form is not complete, the attempt is outdated or it failed. */
  async function request(): Promise<Plan | null> {
    const wanted = actionOf(action.value, form.value)
    if (wanted === null) {
      stage.value = { kind: 'form' }
      return null
    }
    attempt += 1
    const mine = attempt
    stage.value = { kind: 'planning', done: 0, total: sids.value.length }
    const answer = await ask(bulk.plan({ action: wanted, sids: sids.value, note: note.value.trim() }))
    if (mine !== attempt) {
      if (answer.problem === null) void ask(bulk.cancelPlan({ planId: answer.data.id }))
      return null
    }
    planIdInProgress = null
    return keep(answer)
  }

  function keep<T>({ data, problem }: Answer<T>): T | null {
    if (problem !== null) stage.value = { kind: 'failed', problem }
    return data
  }

  async function plan(): Promise<void> {
    abandon()
    const made = await request()
    if (made === null) return
    // The worker would be offered the same task at once: start from the proposal, the supervisor can still undo it.
    if (made.proposedActivitySid !== null && form.value.activitySid === null && !guarded.value) {
      guarded.value = true
      form.value = { ...form.value, activitySid: made.proposedActivitySid }
      void ask(bulk.cancelPlan({ planId: made.id }))
      await plan()
      return
    }
    review(made)
  }

  function review(made: Plan): void {
    const held = new Set(made.rows.filter(({ verdict }) => verdict === 'held').map(({ sid }) => sid))
    released.value = new Set([...released.value].filter((sid) => held.has(sid)))
    stage.value = { kind: 'review', plan: made }
  }

  async function confirm(): Promise<JobSummary | null> {
    if (stage.value.kind !== 'review' || !mayConfirm.value) return null
    const { plan: agreed } = stage.value
    stage.value = { kind: 'starting', plan: agreed }
    const job = keep(
      await ask(
        bulk.run({
          planId: agreed.id,
          released: [...released.value],
          typed: typed.value.trim(),
          note: note.value.trim(),
          noteOnTask: noteOnTask.value && mayNoteTasks(agreed.action) && note.value.trim() !== '',
        }),
      ),
    )
    if (job !== null) {
      stage.value = { kind: 'closed' }
      onStarted(job)
    }
    return job
  }

  return {
    stage,
    action,
    sids,
    form,
    note,
    noteOnTask,
    typed,
    released,
    acting,
    guarded,
    mayConfirm,
    plan,
    confirm,
    async open(next, chosen, given, started) {
      abandon()
      begin(next, chosen, given)
      if (started !== undefined) onStarted = started
      if (actionOf(next, form.value) === null) stage.value = { kind: 'form' }
      else await plan()
    },
    show(next, made) {
      abandon()
      begin(
        next,
        made.rows.map(({ sid }) => sid),
      )
      form.value = formOf(made.action)
      note.value = made.note
      review(made)
    },
    async fill(next) {
      form.value = next
      if (needsForm(action.value)) {
        abandon()
        stage.value = { kind: 'form' }
      } else await plan()
    },
    release(sid, on) {
      const next = new Set(released.value)
      if (on) next.add(sid)
      else next.delete(sid)
      released.value = next
    },
    progress({ planId, done, total }) {
      if (stage.value.kind !== 'planning') return
      planIdInProgress = planId
      stage.value = { kind: 'planning', done, total }
    },
    close() {
      abandon()
      stage.value = { kind: 'closed' }
    },
  }
}
