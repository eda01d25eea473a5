import { afterEach, describe, expect, it } from 'vitest'
import {
  INSTRUCTION_KINDS,
  ISSUE_CODES,
  issue,
  PARAMETER_NOTES,
  PARAMETERS,
  validateInstruction,
  type InstructionContext,
  type ParameterSpec,
  type ParameterValue,
} from '../../../../preload/contract/instructions'
import { issueText } from '../../../../renderer/bulk/issue-text'
import { applyLanguage, translate } from '../../../../renderer/i18n'

afterEach(() => {
  applyLanguage('en', 'en')
})

/** One value of every wrong sort; whichever is right for a parameter raises nothing. */
const WRONG: readonly ParameterValue[] = ['', 'no', true, 1.5, -1, 1e9, [], ['x', 'x'], 'http://', 'AB12']

const SITUATIONS: readonly InstructionContext[] = [
  {},
  { scope: 'worker', multitasking: true, voice: false, taskHasCallSid: false, taskHasFrom: false },
  { reservationStatus: 'completed', workerHasContactUri: false },
  { reservationStatus: 'accepted', workerHasContactUri: true },
]

/** Everything that the validator says about every parameter in every instruction and situation. */
const all = INSTRUCTION_KINDS.flatMap((kind) =>
  SITUATIONS.flatMap((context) => [
    ...validateInstruction({ kind, parameters: {} }, context),
    ...PARAMETERS.flatMap(({ name }) =>
      WRONG.flatMap((value) =>
        validateInstruction({ kind, parameters: { [name]: value, To: 'client:a' } }, context),
      ),
    ),
  ]),
)

/** Each of them once: the same words about the same parameter come up many times. */
const found = [...new Map(all.map((each) => [`${each.parameter ?? ''} ${each.message}`, each])).values()]

const inBoth = (text: (locale: string) => string): readonly [string, string] => {
  applyLanguage('en', 'en')
  const english = text('en')
  applyLanguage('es', 'es')
  return [english, text('es')]
}

describe('what is wrong with an instruction', () => {
  it.each(ISSUE_CODES)('%s is worded in both languages, without a hole', (code) => {
    const facts = found.find((each) => each.code === code)?.facts ?? {
      status: 'pending',
      allowed: ['accepted'],
    }
    const [english, spanish] = inBoth((locale) => issueText({ code, facts }, locale))
    expect(spanish).not.toBe(english)
    for (const text of [english, spanish]) expect(text).not.toMatch(/[{}|]|instruction\.|undefined/)
  })

  it('has the words of the validator for every parameter, none of them English in Spanish', () => {
    expect(new Set(found.map(({ code }) => code)).size).toBeGreaterThan(15)
    expect(new Set(found.map(({ parameter }) => parameter)).size).toBeGreaterThan(PARAMETERS.length / 2)
    applyLanguage('es', 'es')
    const own = new Set(found.map((each) => issueText(each, 'es')))
    for (const { message } of found) expect(own, message).not.toContain(message.replace(/\.$/, ''))
  })

  it('writes numbers, lists and statuses by the language', () => {
    applyLanguage('es', 'es')
    expect(issueText(issue('Timeout', 'tooLarge', { max: 14_400 }), 'es')).toBe('Debe ser como mucho 14.400')
    const wrong = issue(null, 'wrongStatus', { status: 'pending', allowed: ['accepted', 'wrapping'] })
    expect(issueText(wrong, 'es')).toBe(
      'La reserva está en estado Pendiente; debe estar en Aceptada o En cierre',
    )
    expect(issueText(issue('To', 'wrongType', { expected: 'number' }), 'es')).toContain('número entero')
    applyLanguage('en', 'en')
    expect(issueText(issue('Timeout', 'tooLarge', { max: 14_400 }), 'en')).toBe('Must be at most 14,400')
    // A status that this program does not know stands for itself.
    expect(issueText(issue(null, 'uncertainStatus', { status: 'parked' }), 'en')).toContain('parked')
  })
})

describe('facts about parameters', () => {
  const noted = PARAMETERS.filter((spec: ParameterSpec) => spec.note !== undefined)

  it('are worded in both languages, and each of them is used', () => {
    expect(new Set(noted.map(({ note }) => note))).toEqual(new Set(PARAMETER_NOTES))
    for (const note of PARAMETER_NOTES) {
      const [english, spanish] = inBoth(() => translate(`instruction.note.${note}`))
      expect(spanish, note).not.toBe(english)
      expect(english, note).not.toContain('instruction.')
    }
  })
})
