// Situations with a course of their own, apart from those of the table in situations.test.ts.
import { afterEach, describe, expect, it } from 'vitest'
import { recommendedActions } from '../../preload/contract/advice'
import { instructionOf } from '../../preload/contract/instructions'
import { instruct, REJECT, until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { namedRows, rowsOf } from '../support/staged-board'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const MINUTE = 60_000
const COMPLETE = instruct(instructionOf('complete'))

describe('P2 and P14 calls', () => {
  it('names nothing about an accepted call that is still up, and holds back its end', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P14', { count: 2 })
    expect(rowsOf(desk, facts).map(({ reason }) => reason)).toEqual([null, null])
    const plan = await planOn(desk, COMPLETE, facts.reservationSids)
    expect(plan.rows.map(({ reason }) => reason)).toEqual(['callStillUp', 'callStillUp'])
  })
})

describe('P3 gone', () => {
  it('is no row any more, and acting on it is skipped, not failed', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P3')
    expect(rowsOf(desk, facts)).toEqual([])
    const plan = await planOn(desk, COMPLETE, facts.reservationSids)
    expect(plan.rows.map(({ verdict, reason }) => [verdict, reason])).toEqual(
      facts.reservationSids.map(() => ['skip', 'gone']),
    )
  })
})

describe('P5 accept in progress', () => {
  it('is named apart from P6, advises to wait, and a plan leaves it alone', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P5', { count: 2, ageMs: 4 * MINUTE })
    const rows = await namedRows(desk, facts, 'acceptInProgress', 'watch')
    expect(rows[0]).toMatchObject({ reasonLevel: 'watch', advice: 'wait' })
    const plan = await planOn(desk, REJECT, facts.reservationSids)
    expect(plan.counts).toEqual({ act: 0, skip: 0, held: 2 })
    desk.server.control.advance(10 * MINUTE)
    desk.board.refresh()
    const overdue = await namedRows(desk, facts, 'overdueOffer', 'stuck')
    expect(overdue[0]).toMatchObject({ reasonLevel: 'stuck', advice: 'reject' })
  })
})

describe('P17 redirected, still pending', () => {
  it.each([
    ['reject', 0, 'rejected'],
    ['accept', 1, 'accepted'],
  ] as const)('is named after the instruction, not before, and %s settles it', async (_kind, choice, end) => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P17', { ageMs: 10_000 })
    expect(rowsOf(desk, facts)[0]?.reason).toBeNull()
    const redirect = instructionOf('redirect', { RedirectUrl: 'https://example.com/voicemail' })
    await runPlan(desk, await planOn(desk, instruct(redirect), facts.reservationSids))
    const [row] = await namedRows(desk, facts, 'instructedPending', 'watch')
    expect(row).toMatchObject({ instructed: 'redirect', advice: 'rejectOrAccept' })
    const detail = await desk.board.detail(row?.sid ?? '')
    expect(detail.evidence.map(({ key }) => key)).toEqual(['instructed', 'pendingFor'])
    const follow = recommendedActions('rejectOrAccept', desk.board.directory())
    expect(follow).toEqual([REJECT, instruct(instructionOf('accept'))])
    await runPlan(desk, await planOn(desk, follow[choice] ?? COMPLETE, facts.reservationSids))
    expect(desk.truth(row?.sid ?? '')).toBe(end)
  })
})

describe('P21 ghost card', () => {
  it('shows the reservation of the new task and skips the former one, which has ended', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P21', { ageMs: 10_000 })
    const sid = String(facts.notes['reservation'])
    expect(desk.board.row(sid)?.status).toBe('pending')
    const former = facts.reservationSids.filter((other) => other !== sid)
    expect(former).not.toEqual([])
    const plan = await planOn(desk, COMPLETE, former)
    expect(plan.rows.map(({ verdict }) => verdict)).toEqual(former.map(() => 'skip'))
  })

  /** A chat in hand that the board knows, and the world's own record of it. */
  async function inHand(on: PracticeDesk) {
    const facts = await on.stage('P13', { ageMs: 10_000 })
    const { world } = on.server.control.current
    const reservation = [...world.reservations.values()].find(
      ({ task }) => task.sid === facts.notes['assignedTask'],
    )
    if (reservation === undefined) throw new Error('P13 has a task in hand.')
    return { world, reservation }
  }

  it('finds a reservation that belongs to another task by now through its worker, and completes it there', async () => {
    desk = await openPracticeDesk({ pace: { activeTickMs: 60_000 } })
    const { world, reservation } = await inHand(desk)
    const former = reservation.task
    const { notes } = desk.server.control.stage('P13', { ageMs: 5_000 })
    const present = world.tasks.get(String(notes['assignedTask']))
    if (present === undefined) throw new Error('The second task is there.')
    former.reservations.splice(former.reservations.indexOf(reservation), 1)
    Object.assign(reservation, { task: present })
    present.reservations.push(reservation)
    expect(desk.board.row(reservation.sid)?.taskSid).toBe(former.sid)

    const plan = await planOn(desk, COMPLETE, [reservation.sid])
    expect(plan.rows).toMatchObject([{ verdict: 'act', status: 'accepted', taskSid: present.sid }])
    const { rows } = await runPlan(desk, plan)
    expect(rows.get(reservation.sid)).toMatchObject({ outcome: 'done', statusAfter: 'completed' })
    expect(desk.truth(reservation.sid)).toBe('completed')

    const ladder = await planOn(desk, { kind: 'deleteTask' }, [reservation.sid])
    expect(ladder.rows).toMatchObject([{ verdict: 'act', taskSid: present.sid }])
  })

  it('completes a reservation that no task has any more under its worker', async () => {
    desk = await openPracticeDesk({ pace: { activeTickMs: 60_000 } })
    const { world, reservation } = await inHand(desk)
    world.tasks.delete(reservation.task.sid)

    const plan = await planOn(desk, COMPLETE, [reservation.sid])
    expect(plan.rows).toMatchObject([{ verdict: 'act', status: 'accepted' }])
    const { rows } = await runPlan(desk, plan)
    expect(rows.get(reservation.sid)).toMatchObject({ outcome: 'done', statusAfter: 'completed' })
    expect(desk.truth(reservation.sid)).toBe('completed')
  })

  it('says gone only of what neither its task nor its worker has', async () => {
    desk = await openPracticeDesk({ pace: { activeTickMs: 60_000 } })
    const { world, reservation } = await inHand(desk)
    world.reservations.delete(reservation.sid)
    reservation.task.reservations.splice(reservation.task.reservations.indexOf(reservation), 1)
    const plan = await planOn(desk, COMPLETE, [reservation.sid])
    expect(plan.rows).toMatchObject([{ verdict: 'skip', reason: 'gone' }])
  })
})

describe('P23 ghost capacity', () => {
  it('is found by the audit, and only where nothing explains the difference', async () => {
    desk = await openPracticeDesk({ pace: { auditRoundMs: 200 } })
    const facts = await desk.stage('P23', { ageMs: 2 * MINUTE })
    const rows = await until(() => {
      const found =
        desk === null ? [] : rowsOf(desk, facts).filter(({ reason }) => reason === 'ghostCapacity')
      return found.length > 0 ? found : null
    }, 'the audit to find the ghost')
    expect(rows[0]).toMatchObject({ reasonLevel: 'watch', advice: 'audit' })
    const detail = await desk.board.detail(rows[0]?.sid ?? '')
    expect(detail.evidence[0]).toMatchObject({ key: 'capacity', facts: { assigned: 2, live: 1 } })
    expect(desk.board.rows().filter(({ reason }) => reason === 'ghostCapacity')).toHaveLength(rows.length)
  })
})

describe('P25 just cancelled, caller may be waiting', () => {
  it('is shown for five minutes with no reservation action on offer; a task that lives on is not', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P25', { ageMs: MINUTE })
    const [row] = await namedRows(desk, facts, 'justCanceled', 'watch')
    expect(row).toMatchObject({ status: 'canceled', advice: 'redirectCall' })
    expect(recommendedActions('redirectCall', desk.board.directory())).toEqual([])
    const churn = await desk.stage('P12', { count: 2 })
    const on = desk
    const canceled = await until(() => {
      const rows = rowsOf(on, churn).filter(({ status }) => status === 'canceled')
      return rows.length > 0 ? rows : null
    }, 'cancelled offers of a task that lives on')
    expect(canceled.filter(({ reason }) => reason === 'justCanceled')).toEqual([])
  })
})
