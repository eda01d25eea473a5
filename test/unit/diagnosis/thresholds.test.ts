import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRules, createDiagnose, type DiagnosisContext } from '../../../main/diagnosis'
import { settingsFields } from '../../../preload/contract/schemas-settings'
import { DEFAULT_SETTINGS, type Settings } from '../../../preload/contract/settings'
import { thresholdLookup, type ThresholdException } from '../../../preload/contract/thresholds'
import { readDocument } from '../../../main/settings/document'
import { migrate } from '../../../main/settings/migrations'
import { fakeBoard } from '../../support/fake-board'
import { boardRow, NOON, sid } from '../../support/rows'

const BILLING = sid('WQ', 1)
const SALES = sid('WQ', 2)
const pending = (place: Partial<ThresholdException>, watch: number): ThresholdException => ({
  status: 'pending',
  queueSid: null,
  channel: null,
  watch,
  stuck: watch * 2,
  ...place,
})
const withRules = (part: Partial<Settings>): Settings => ({ ...DEFAULT_SETTINGS, ...part })

describe('which thresholds hold', () => {
  const lookup = thresholdLookup(
    withRules({
      thresholdExceptions: [
        pending({ channel: 'voice' }, 30),
        pending({ queueSid: BILLING }, 40),
        pending({ queueSid: BILLING, channel: 'voice' }, 50),
      ],
    }),
  )
  const watch = (queueSid: string | null, channel: string | null) =>
    lookup({ queueSid, channel }).pending.watch

  it.each([
    [BILLING, 'voice', 50],
    [BILLING, 'chat', 40],
    [BILLING, null, 40],
    [SALES, 'voice', 30],
    [null, 'voice', 30],
    [SALES, 'chat', 120],
    [null, null, 120],
  ])('in queue %s on channel %s the closest', (queueSid, channel, seconds) => {
    expect(watch(queueSid, channel)).toBe(seconds)
  })

  it('keeps the other statuses of a place as they are', () => {
    expect(lookup({ queueSid: BILLING, channel: 'voice' }).wrapping).toEqual(
      DEFAULT_SETTINGS.thresholds.wrapping,
    )
  })

  it('is what the same settings say in any order', () => {
    const place = fc.record({
      queueSid: fc.constantFrom(BILLING, SALES, null),
      channel: fc.constantFrom('voice', 'chat', null),
    })
    const exceptions = fc.uniqueArray(fc.record({ place, watch: fc.integer({ min: 1, max: 500 }) }), {
      selector: (each) => JSON.stringify(each.place),
    })
    fc.assert(
      fc.property(exceptions, place, (list, at) => {
        const made = list.map(({ place: where, watch: seconds }) => pending(where, seconds))
        const answer = thresholdLookup(withRules({ thresholdExceptions: made }))(at)
        expect(thresholdLookup(withRules({ thresholdExceptions: made.slice().reverse() }))(at)).toEqual(
          answer,
        )
      }),
    )
  })
})

describe('what the settings accept', () => {
  const { thresholdExceptions, disabledReasons } = settingsFields
  it('takes exceptions that say something, each place once', () => {
    expect(thresholdExceptions.safeParse([pending({ channel: 'voice' }, 30)]).success).toBe(true)
    expect(thresholdExceptions.safeParse([pending({}, 30)]).success).toBe(false)
    expect(thresholdExceptions.safeParse([{ ...pending({ channel: 'voice' }, 30), stuck: 1 }]).success).toBe(
      false,
    )
    const twice = [pending({ channel: 'voice' }, 30), pending({ channel: 'voice' }, 40)]
    expect(thresholdExceptions.safeParse(twice).success).toBe(false)
    expect(disabledReasons.safeParse(['longWrapUp']).success).toBe(true)
    expect(disabledReasons.safeParse(['everything']).success).toBe(false)
  })

  it('reads a file from before there were exceptions: its thresholds stay, the new fields have their defaults', () => {
    const own = { ...DEFAULT_SETTINGS.thresholds, pending: { watch: 10, stuck: 20 } }
    const { document, dropped } = readDocument(migrate({ version: 1, settings: { thresholds: own } }))
    expect(dropped).toEqual([])
    expect(document.settings).toEqual({ thresholds: own })
  })
})

const diagnose = createDiagnose()
const contextOf = (row: ReturnType<typeof boardRow>, settings: Settings): DiagnosisContext => ({
  now: NOON,
  thresholds: thresholdLookup(settings)(row),
  disabled: new Set(settings.disabledReasons),
  rejectionLimit: 10,
  ofTask: [row],
  ofWorker: [row],
  capacity: null,
})

describe('how many rows a setting would catch', () => {
  const rows = [
    boardRow({ createdAt: NOON - 40_000, channel: 'voice' }),
    boardRow({ createdAt: NOON - 400_000, channel: 'voice' }),
    boardRow({ createdAt: NOON - 400_000, channel: 'chat' }),
    boardRow({ createdAt: NOON - 130_000, channel: 'chat' }),
    boardRow({ status: 'wrapping', updatedAt: NOON - 400_000 }),
    boardRow({ status: 'wrapping', updatedAt: NOON - 1000 }),
  ]
  const count = (settings: Settings) => {
    const counter = countRules(settings)
    for (const row of rows) counter.add(row, contextOf(row, settings))
    return counter.result()
  }

  it('counts by status, by exception and by rule', () => {
    const result = count(withRules({ thresholdExceptions: [pending({ channel: 'voice' }, 30)] }))
    expect(result.exceptions).toEqual([{ governed: 2, watch: 1, stuck: 1 }])
    expect(result.base.pending).toEqual({ governed: 2, watch: 1, stuck: 1 })
    expect(result.base.wrapping).toEqual({ governed: 2, watch: 0, stuck: 1 })
    expect(result.reasons.longOffer).toEqual({ watch: 2, stuck: 2 })
    expect(result.named).toEqual({ watch: 2, stuck: 3 })
  })

  it('counts a rule that is off without naming its rows', () => {
    const result = count(withRules({ disabledReasons: ['longWrapUp'] }))
    expect(result.reasons.longWrapUp).toEqual({ watch: 0, stuck: 1 })
    expect(result.named.stuck).toBe(2)
  })

  it('says as many as the rules then name', () => {
    const settings = withRules({ thresholdExceptions: [pending({ channel: 'chat' }, 200)] })
    const levels = rows.map((row) => diagnose(row, contextOf(row, settings)).found?.level ?? null)
    expect(count(settings).named).toEqual({
      watch: levels.filter((level) => level === 'watch').length,
      stuck: levels.filter((level) => level === 'stuck').length,
    })
  })
})

describe('on the board', () => {
  it('takes effect on every row at once, and the preview told so beforehand', async () => {
    const { board, clock, world } = fakeBoard()
    for (let n = 0; n < 300; n += 1)
      world.offer(world.addTask({ channelName: n % 2 === 0 ? 'voice' : 'chat' }), world.addWorker())
    board.start()
    await clock.advance(60_000)
    expect(board.status()).toMatchObject({ stuck: 0, watch: 0 })
    const rules = withRules({ thresholdExceptions: [pending({ channel: 'voice' }, 10)] })
    const before = board.previewRules(rules)
    await clock.rest()
    expect((await before).named).toEqual({ watch: 0, stuck: 150 })
    expect(board.status().stuck).toBe(0)
    board.setRules(rules)
    await clock.rest()
    expect(board.status()).toMatchObject({ stuck: 150, watch: 0 })
    board.setRules({ ...rules, disabledReasons: ['longOffer'] })
    await clock.rest()
    expect(board.status()).toMatchObject({ stuck: 0, watch: 0 })
    await board.stop()
  })
})
