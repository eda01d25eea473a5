import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDiagnose, type DiagnosisContext } from '../../../main/diagnosis'
import type { BoardRow } from '../../../preload/contract/board'
import { ADVICES, EVIDENCE_KEYS, REASONS } from '../../../preload/contract/reasons'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { reasons as english } from '../../../renderer/i18n/messages/reasons.en'
import { reasons as spanish } from '../../../renderer/i18n/messages/reasons.es'
import { boardRow, NOON, sid } from '../../support/rows'

const diagnose = createDiagnose()
const moment = fc.option(fc.integer({ min: NOON - 26 * 3_600_000, max: NOON + 3_600_000 }), { nil: null })

/** The names that a sentence asks for. */
const factsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

const anyRow: fc.Arbitrary<BoardRow> = fc
  .record({
    status: fc.constantFrom('pending', 'accepted', 'wrapping', 'rejected', 'timeout', 'canceled', 'onHold'),
    createdAt: moment,
    updatedAt: moment,
    endedAt: moment,
    deadlineAt: moment,
    activitySince: moment,
    available: fc.constantFrom(true, false, null),
    hasCall: fc.constantFrom(true, false, null),
    instructed: fc.constantFrom(null, null, 'redirect'),
    rejections: fc.integer({ min: 0, max: 12 }),
    channel: fc.constantFrom('voice', 'chat', null),
    workerSid: fc.constantFrom(sid('WK', 1), sid('WK', 2), null),
    taskSid: fc.constantFrom(sid('WT', 1), sid('WT', 2)),
  })
  .map((fields) => boardRow(fields))

const situation = fc
  .record({
    rows: fc.array(anyRow, { minLength: 1, maxLength: 6 }),
    assigned: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
  })
  .map(({ rows, assigned }) => {
    const row = rows[0] ?? boardRow()
    const context: DiagnosisContext = {
      now: NOON,
      thresholds: DEFAULT_SETTINGS.thresholds,
      rejectionLimit: 10,
      ofTask: rows.filter((other) => other.taskSid === row.taskSid),
      ofWorker: rows.filter((other) => other.workerSid === row.workerSid),
      capacity: assigned === null ? null : { assigned, configured: 3, at: NOON - 60_000 },
    }
    return { row, context }
  })

describe('whatever a row looks like', () => {
  it('the answer is the same each time, and only words of the contract are used', () => {
    fc.assert(
      fc.property(situation, ({ row, context }) => {
        const answer = diagnose(row, context)
        expect(diagnose(row, context)).toEqual(answer)
        if (answer.found === null) return
        expect(REASONS).toContain(answer.found.reason)
        if (answer.found.advice !== null) expect(ADVICES).toContain(answer.found.advice)
        for (const line of answer.found.evidence) {
          expect(EVIDENCE_KEYS).toContain(line.key)
          // A span goes over the wall as `ms` and is worded as `time`.
          const said = Object.keys(line.facts).map((name) => (name === 'ms' ? 'time' : name))
          expect(said).toEqual(expect.arrayContaining(factsOf(english.evidence[line.key])))
        }
      }),
    )
  })

  it('nothing changes by time alone before the promised next look', () => {
    fc.assert(
      fc.property(
        situation,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        ({ row, context }, part) => {
          const first = diagnose(row, context)
          const until = first.nextLook ?? context.now + 48 * 3_600_000
          expect(until).toBeGreaterThan(context.now)
          const then = diagnose(row, {
            ...context,
            now: Math.floor(context.now + (until - 1 - context.now) * part),
          })
          expect(then.found?.reason).toBe(first.found?.reason)
          expect(then.found?.level).toBe(first.found?.level)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('wording', () => {
  it.each([
    ['English', english],
    ['Spanish', spanish],
  ])('%s covers every reason, advice and evidence, and nothing else', (_, catalogue) => {
    expect(Object.keys(catalogue.reason).sort()).toEqual([...REASONS].sort())
    expect(Object.keys(catalogue.advice).sort()).toEqual([...ADVICES].sort())
    expect(Object.keys(catalogue.evidence).sort()).toEqual([...EVIDENCE_KEYS].sort())
  })

  it('uses the same facts in both languages', () => {
    const facts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
    for (const key of EVIDENCE_KEYS)
      expect(facts(spanish.evidence[key])).toEqual(facts(english.evidence[key]))
  })
})
