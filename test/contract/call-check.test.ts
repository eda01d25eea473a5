// Looking at the calls themselves, over real HTTP: off until wanted, only for suspected rows, and a refusal is told once.
import { afterEach, describe, expect, it } from 'vitest'
import { instructionOf } from '../../preload/contract/instructions'
import { checkConnection } from '../../main/taskrouter/connection-check'
import { instruct, until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { officialClient } from '../support/official-client'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const MINUTE = 60_000
const CALLS = '/Calls/'
const asked = (on: PracticeDesk) => on.server.control.requestLog().filter(({ path }) => path.includes(CALLS))

/** Lets the board tick so many times; each tick asks the event log. */
async function ticks(on: PracticeDesk, times: number): Promise<void> {
  const looks = () => on.server.control.requestLog().filter(({ path }) => path.endsWith('/Events')).length
  const from = looks()
  await until(() => (looks() >= from + times ? true : null), 'the board to tick')
}

const callsOf = (on: PracticeDesk, sids: readonly string[]) =>
  sids.flatMap((sid) => {
    const task = on.server.control.current.world.reservations.get(sid)?.task
    return task === undefined ? [] : [task]
  })

describe('P2 the call ended, the task did not', () => {
  it('is named with when the call ended, and the advice settles it; a call that goes on is not named', async () => {
    desk = await openPracticeDesk()
    const { board } = desk
    board.setCallCheck(true)
    const facts = await desk.stage('P2', { count: 3, ageMs: 40 * MINUTE })
    const goesOn = String(facts.notes['inProgress'])
    const over = facts.reservationSids.filter((sid) => sid !== goesOn)
    await until(
      () => (over.every((sid) => board.row(sid)?.reason === 'callEnded') ? true : null),
      'every ended call to be named',
    )
    const accepted = over.filter((sid) => board.row(sid)?.status === 'accepted')
    expect(accepted.length).toBeGreaterThan(0)
    for (const sid of accepted)
      expect(board.row(sid)).toMatchObject({ reasonLevel: 'stuck', advice: 'complete' })
    const offered = over.filter((sid) => board.row(sid)?.status === 'pending')
    expect(offered.map((sid) => board.row(sid)?.advice)).toEqual(['cancelTask'])

    const [first = ''] = accepted
    const [task] = callsOf(desk, [first])
    const { evidence } = await board.detail(first)
    const told = evidence.find(({ key }) => key === 'callEnded')?.at ?? 0
    // Dates of the Voice API have whole seconds.
    expect(Math.abs(told - (task?.callEndedAt ?? 0))).toBeLessThan(1000)

    await until(
      () => (asked(on()).some(({ path }) => path.includes(callSidOf(goesOn))) ? true : null),
      'the call that goes on to be looked at',
    )
    await ticks(desk, 3)
    expect(board.row(goesOn)?.reason).toBeNull()

    // The plan no longer holds the row back: somebody looked, and nobody is on the line.
    const plan = await planOn(desk, instruct(instructionOf('complete')), accepted)
    expect(plan.counts).toMatchObject({ act: accepted.length, held: 0 })
    await runPlan(desk, plan)
    for (const sid of accepted) expect(desk.truth(sid)).toBe('completed')
    const cancel = await planOn(desk, { kind: 'cancelTask', reason: 'The call has ended' }, offered)
    await runPlan(desk, cancel)
    for (const sid of offered) expect(['canceled', 'rescinded']).toContain(desk.truth(sid))
  })

  it('asks about each call that is over once, and about nothing that nobody suspects', async () => {
    desk = await openPracticeDesk()
    desk.board.setCallCheck(true)
    const fresh = await desk.stage('P14', { count: 3, ageMs: 2 * MINUTE })
    const facts = await desk.stage('P2', { count: 2, ageMs: 40 * MINUTE })
    const over = facts.reservationSids.filter((sid) => sid !== facts.notes['inProgress'])
    await until(
      () => (over.every((sid) => on().board.row(sid)?.reason === 'callEnded') ? true : null),
      'every ended call to be named',
    )
    await ticks(desk, 10)
    const counts = new Map<string, number>()
    for (const { path } of asked(desk)) counts.set(path, (counts.get(path) ?? 0) + 1)
    expect([...counts.values()].every((count) => count === 1)).toBe(true)
    for (const sid of fresh.reservationSids) {
      expect(asked(desk).some(({ path }) => path.includes(callSidOf(sid)))).toBe(false)
    }
  })
})

describe('without the wish, or without the right', () => {
  it('nothing is asked, and nothing is named', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P2', { count: 3, ageMs: 40 * MINUTE })
    await ticks(desk, 10)
    expect(asked(desk)).toEqual([])
    expect(desk.board.status().callCheck).toBe('off')
    for (const sid of facts.reservationSids) expect(desk.board.row(sid)?.reason).not.toBe('callEnded')
  })

  it.each([401, 403])(
    'a %d is "not permitted": asked once, told once, and the board goes on',
    async (status) => {
      desk = await openPracticeDesk()
      const { board, server } = desk
      server.control.armFault({ kind: 'status', status, path: `*${CALLS}*` })
      const told: string[] = []
      board.onStatus(({ callCheck }) => {
        if (told.at(-1) !== callCheck) told.push(callCheck)
      })
      board.setCallCheck(true)
      await desk.stage('P2', { count: 6, ageMs: 40 * MINUTE })
      await until(
        () => (board.status().callCheck === 'notPermitted' ? true : null),
        'the refusal to be known',
      )
      await ticks(desk, 10)
      expect(asked(desk)).toHaveLength(1)
      expect(told.filter((state) => state === 'notPermitted')).toHaveLength(1)
      expect(board.status()).toMatchObject({ phase: 'live', problem: null })

      // With the right given, switching it off and on again is enough.
      server.control.clearFaults()
      board.setCallCheck(false)
      board.setCallCheck(true)
      await until(
        () => (board.rows().some(({ reason }) => reason === 'callEnded') ? true : null),
        'the calls to be looked at',
      )
    },
  )

  it('a Voice API that hangs holds up neither the board nor what it asks', async () => {
    desk = await openPracticeDesk()
    const { board, server } = desk
    server.control.armFault({ kind: 'latency', delayMs: 20_000, path: `*${CALLS}*` })
    board.setCallCheck(true)
    await desk.stage('P2', { count: 2, ageMs: 40 * MINUTE })
    await until(() => (asked(on()).length > 0 ? true : null), 'a call to be asked about')
    await ticks(desk, 5)
    expect(board.status().phase).toBe('live')
    expect(asked(desk)).toHaveLength(1)
  })

  it('switching it off forgets what was learned', async () => {
    desk = await openPracticeDesk()
    const { board } = desk
    board.setCallCheck(true)
    await desk.stage('P2', { count: 2, ageMs: 40 * MINUTE })
    const named = () => board.rows().filter(({ reason }) => reason === 'callEnded').length
    await until(() => (named() > 0 ? true : null), 'a call to be named')
    board.setCallCheck(false)
    await until(() => (named() === 0 ? true : null), 'nothing to be said about calls')
  })
})

describe('the check of the connection', () => {
  const check = async (callCheck: boolean) => {
    const { client, server } = on()
    const steps = await checkConnection({
      client,
      origin: server.url,
      workspaceSid: server.workspaceSid,
      callCheck,
    })
    return steps.find(({ id }) => id === 'calls')
  }

  it('reports the permission on its own, only where it is wanted', async () => {
    desk = await openPracticeDesk()
    expect(await check(false)).toMatchObject({ state: 'skipped' })
    expect(asked(desk)).toEqual([])
    expect(await check(true)).toMatchObject({ state: 'ok' })
    desk.server.control.armFault({ kind: 'permission', path: `*${CALLS}*` })
    expect(await check(true)).toMatchObject({ state: 'failed', problem: { code: 'notAllowed' } })
  })
})

describe('the practice workspace', () => {
  it('answers the official client about its calls', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P2', { count: 1, ageMs: 40 * MINUTE })
    const goesOn = String(facts.notes['inProgress'])
    const over = facts.reservationSids.find((sid) => sid !== goesOn) ?? ''
    const official = officialClient(desk.server)
    const ended = await official.calls(callSidOf(over)).fetch()
    expect(ended).toMatchObject({ status: 'completed', accountSid: desk.server.accountSid })
    expect(ended.endTime.getTime()).toBeGreaterThanOrEqual(ended.startTime.getTime())
    expect(await official.calls(callSidOf(goesOn)).fetch()).toMatchObject({
      status: 'in-progress',
      endTime: null,
    })
    await expect(official.calls(`CA${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    })
  })
})

function on(): PracticeDesk {
  if (desk === null) throw new Error('No desk is open.')
  return desk
}

function callSidOf(reservation: string): string {
  const task = on().server.control.current.world.reservations.get(reservation)?.task
  const attributes = JSON.parse(task?.attributesText ?? '{}') as { readonly call_sid?: string }
  if (attributes.call_sid === undefined) throw new Error(`${reservation} has no call.`)
  return attributes.call_sid
}
