import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  INSTRUCTION_KINDS,
  INSTRUCTIONS,
  PARAMETERS,
  encodeInstruction,
  hasErrors,
  instructionOf,
  issue,
  parameterSpec,
  parametersOf,
  validateInstruction,
  type Instruction,
  type ParameterSpec,
  type ParametersOf,
  type ParameterValue,
} from '../../../preload/contract/instructions'

const sid = (prefix: string) => prefix + '0123456789abcdef0123456789abcdef'

const hex32 = fc.array(fc.constantFrom(...'0123456789abcdefABCDEF'), { minLength: 32, maxLength: 32 })
const contact = fc.oneof(
  fc.integer({ min: 1000, max: 99_999_999 }).map((n) => `+1${n}`),
  fc.constantFrom('client:noor', 'sip:noor@desk.example', 'sips:a@b.example;transport=tls'),
)

function legalValue(spec: ParameterSpec): fc.Arbitrary<ParameterValue> {
  if (spec.repeatable === true)
    return fc.uniqueArray(fc.constantFrom(...(spec.values ?? [])), { minLength: 1 })
  switch (spec.type) {
    case 'sid':
      return hex32.map((digits) => (spec.sidPrefix ?? '') + digits.join(''))
    case 'bool':
      return fc.boolean()
    case 'number':
      return fc.integer({ min: spec.min ?? 0, max: spec.max ?? 1_000_000 })
    case 'enum':
      return fc.constantFrom(...(spec.values ?? []))
    case 'url':
      return fc.webUrl({ withQueryParameters: true, withFragments: true })
    case 'contact':
      return contact
    case 'workerOrContact':
      return fc.oneof(contact, fc.constant(sid('WK')))
    case 'string':
      return fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '')
  }
}

/** Any instruction that may be sent: every required parameter and any of the others. */
const legalInstruction: fc.Arbitrary<Instruction> = fc.constantFrom(...INSTRUCTION_KINDS).chain((kind) => {
  const specs = parametersOf(kind)
  const model = Object.fromEntries(specs.map((spec) => [spec.name, legalValue(spec)]))
  const requiredKeys = specs.filter(({ requirement }) => requirement !== 'optional').map(({ name }) => name)
  return fc.record(model, { requiredKeys }).map((parameters) => ({ kind, parameters }) as Instruction)
})

/** The pairs as they look after a journey through a form body. */
const overTheWire = (instruction: Instruction) =>
  new URLSearchParams(new URLSearchParams(encodeInstruction(instruction).map(([n, v]) => [n, v])).toString())

/** The instruction that a form says, each value of the type that the table gives it. */
function readBack(form: URLSearchParams): unknown {
  const names = [...new Set(form.keys())].filter((name) => parameterSpec(name)?.role !== 'verb')
  return {
    kind: INSTRUCTION_KINDS.find((kind) => {
      const { parameter, value } = INSTRUCTIONS[kind].verb
      return form.get(parameter) === value
    }),
    parameters: Object.fromEntries(
      names.map((name) => [name, typed(parameterSpec(name), form.getAll(name))]),
    ),
  }
}

function typed(spec: ParameterSpec | undefined, texts: readonly string[]): unknown {
  if (spec?.repeatable === true) return texts
  const [text = ''] = texts
  if (spec?.type === 'bool') return text === 'true'
  return spec?.type === 'number' ? Number(text) : text
}

describe('the table', () => {
  test('holds the 54 parameters of a task-scoped update, 52 of them worker-scoped', () => {
    expect(PARAMETERS).toHaveLength(54)
    expect(new Set(PARAMETERS.map(({ name }) => name)).size).toBe(54)
    expect(PARAMETERS.filter(({ scope }) => scope === 'both')).toHaveLength(52)
  })

  test('says of every parameter where the fact comes from, and gives every enum its values', () => {
    for (const spec of PARAMETERS) {
      expect(spec.source, spec.name).not.toBe('')
      expect(spec.belongsTo.length, spec.name).toBeGreaterThan(0)
      expect(spec.type === 'enum', spec.name).toBe(spec.values !== undefined)
      expect(spec.type === 'sid', spec.name).toBe(spec.sidPrefix !== undefined)
    }
  })

  test('marks the one secret and nothing else as secret', () => {
    expect(PARAMETERS.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['SipAuthPassword'])
  })

  test('knows every instruction by a verb of its own', () => {
    const verbs = INSTRUCTION_KINDS.map((kind) => JSON.stringify(INSTRUCTIONS[kind].verb))
    expect(new Set(verbs).size).toBe(INSTRUCTION_KINDS.length)
    for (const kind of INSTRUCTION_KINDS) {
      const { parameter, value } = INSTRUCTIONS[kind].verb
      expect(parameterSpec(parameter)?.values).toContain(value)
      expect(parameterSpec(parameter)?.belongsTo).toContain(kind)
    }
  })

  test('gives the compiler its types', () => {
    expectTypeOf<ParametersOf<'reject'>>().toEqualTypeOf<{ readonly WorkerActivitySid?: string }>()
    expectTypeOf<ParametersOf<'accept'>>().toEqualTypeOf<Readonly<Record<string, never>>>()
    expectTypeOf<ParametersOf<'supervise'>['SupervisorMode']>().toEqualTypeOf<
      'monitor' | 'whisper' | 'barge' | undefined
    >()
    expectTypeOf<ParametersOf<'call'>['CallTimeout']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<ParametersOf<'dequeue'>['DequeueStatusCallbackEvent']>().toEqualTypeOf<
      readonly ('initiated' | 'ringing' | 'answered' | 'completed')[] | undefined
    >()
  })
})

describe('encoding', () => {
  test.each([
    [instructionOf('accept'), 'ReservationStatus=accepted'],
    [instructionOf('wrapUp'), 'ReservationStatus=wrapping'],
    [instructionOf('complete'), 'ReservationStatus=completed'],
    [
      instructionOf('reject', { WorkerActivitySid: sid('WA') }),
      `ReservationStatus=rejected&WorkerActivitySid=${sid('WA')}`,
    ],
    [
      instructionOf('dequeue', {
        DequeueFrom: '+15550100',
        DequeueStatusCallbackEvent: ['answered', 'completed'],
      }),
      'Instruction=dequeue&DequeueFrom=%2B15550100&DequeueStatusCallbackEvent=answered&DequeueStatusCallbackEvent=completed',
    ],
    [
      instructionOf('redirect', {
        RedirectCallSid: sid('CA'),
        RedirectUrl: 'https://desk.example/on',
        RedirectAccept: true,
      }),
      `Instruction=redirect&RedirectCallSid=${sid('CA')}&RedirectUrl=https%3A%2F%2Fdesk.example%2Fon&RedirectAccept=true`,
    ],
  ])('writes %o', (instruction, expected) => {
    expect(overTheWire(instruction).toString()).toBe(expected)
  })

  test('leaves empty values out', () => {
    const parameters = { From: '', StatusCallbackEvent: [], To: 'client:noor' }
    expect(encodeInstruction({ kind: 'conference', parameters })).toEqual([
      ['Instruction', 'conference'],
      ['To', 'client:noor'],
    ])
  })

  test('refuses what does not belong to the instruction, so that nothing is dropped silently', () => {
    expect(() => encodeInstruction({ kind: 'accept', parameters: { To: 'client:noor' } })).toThrow(RangeError)
    expect(() => encodeInstruction({ kind: 'call', parameters: { ReservationStatus: 'accepted' } })).toThrow(
      RangeError,
    )
  })

  test('every legal instruction is valid and comes back from the wire as it was', () => {
    fc.assert(
      fc.property(legalInstruction, (instruction) => {
        expect(hasErrors(validateInstruction(instruction))).toBe(false)
        expect(readBack(overTheWire(instruction))).toEqual(instruction)
      }),
      { numRuns: 500 },
    )
  })

  test.each(PARAMETERS.filter(({ role }) => role === 'argument').map((spec) => [spec.name, spec] as const))(
    '%s makes the round trip',
    (name, spec) => {
      const kind = spec.belongsTo[0]!
      fc.assert(
        fc.property(legalValue(spec), (value) => {
          const instruction = { kind, parameters: { [name]: value } }
          expect(readBack(overTheWire(instruction))).toEqual(instruction)
        }),
        { numRuns: 50 },
      )
    },
  )
})

describe('validation', () => {
  const codes = (...args: Parameters<typeof validateInstruction>) =>
    validateInstruction(...args).map(({ parameter, code }) => `${parameter ?? '*'} ${code}`)

  test('required parameters are asked for', () => {
    expect(codes(instructionOf('redirect'))).toEqual(['RedirectCallSid required', 'RedirectUrl required'])
    expect(codes(instructionOf('supervise'))).toEqual(['Supervisor required', 'SupervisorMode required'])
  })

  test('To is needed when the worker has no contact_uri, and only then', () => {
    const conference = instructionOf('conference', { From: '+15550100' })
    expect(codes(conference, { workerHasContactUri: true })).toEqual([])
    expect(codes(conference, { workerHasContactUri: false })).toEqual(['To requiredWithoutContactUri'])
    expect(codes(conference)).toEqual(['To perhapsRequired'])
    expect(hasErrors(validateInstruction(conference))).toBe(false)
    expect(hasErrors(validateInstruction(conference, { workerHasContactUri: false }))).toBe(true)
  })

  test('post-work activities are refused in a multitasking workspace and taken in others', () => {
    const parameters = { DequeueFrom: '+15550100', DequeuePostWorkActivitySid: sid('WA') }
    const dequeue = instructionOf('dequeue', parameters)
    const known = { workerHasContactUri: true }
    expect(codes(dequeue, { ...known, multitasking: true })).toEqual([
      'DequeuePostWorkActivitySid singleTaskingOnly',
    ])
    expect(codes(dequeue, { ...known, multitasking: false })).toEqual([])
  })

  test('voice, call_sid and from are demanded where they are known to be missing', () => {
    const known = { workerHasContactUri: true, voice: false, taskHasCallSid: false, taskHasFrom: false }
    expect(codes(instructionOf('conference', { From: '+15550100' }), known)).toEqual([
      '* needsVoice',
      '* needsCallSid',
    ])
    const supervise = instructionOf('supervise', { Supervisor: sid('WK'), SupervisorMode: 'monitor' })
    expect(codes(supervise, known)).toEqual(['* needsVoice', '* needsFrom'])
    expect(codes(supervise, { scope: 'worker' })).toContain('* taskScopeOnly')
    expect(codes(instructionOf('accept'), known)).toEqual([])
  })

  test.each([
    ['accept', 'pending', []],
    ['accept', 'accepted', ['* wrongStatus']],
    ['reject', 'accepted', ['* uncertainStatus']],
    ['wrapUp', 'pending', ['* wrongStatus']],
    ['complete', 'wrapping', []],
    ['complete', 'timeout', ['* wrongStatus']],
  ] as const)('%s on a %s reservation: %j', (kind, reservationStatus, expected) => {
    expect(codes(instructionOf(kind), { reservationStatus })).toEqual(expected)
  })

  test.each([
    ['conference', { Timeout: 0 }, 'Timeout tooSmall'],
    ['conference', { Timeout: 1000 }, 'Timeout tooLarge'],
    ['conference', { Timeout: 1.5 }, 'Timeout wrongType'],
    ['conference', { Timeout: '60' }, 'Timeout wrongType'],
    ['conference', { Record: 'true' }, 'Record wrongType'],
    ['conference', { Beep: true }, 'Beep wrongType'],
    ['conference', { Beep: 'loud' }, 'Beep notAChoice'],
    ['conference', { MaxParticipants: 251 }, 'MaxParticipants tooLarge'],
    ['conference', { WaitUrl: 'ftp://desk.example' }, 'WaitUrl wrongUrl'],
    ['conference', { WaitUrl: '' }, 'WaitUrl empty'],
    ['conference', { To: 'noor' }, 'To wrongContact'],
    ['conference', { To: ['client:a'] }, 'To notRepeatable'],
    ['conference', { StatusCallbackEvent: [] }, 'StatusCallbackEvent empty'],
    ['conference', { StatusCallbackEvent: ['ringing', 'ringing'] }, 'StatusCallbackEvent repeatedValue'],
    ['conference', { To: 'client:a', SipAuthUsername: 'u' }, 'SipAuthUsername sipOnly'],
    ['reject', { WorkerActivitySid: 'WA123' }, 'WorkerActivitySid wrongSid'],
    ['reject', { WorkerActivitySid: sid('WK') }, 'WorkerActivitySid wrongSid'],
    ['reject', { WorkerActivity: 'x' }, 'WorkerActivity unknownParameter'],
    ['accept', { WorkerActivitySid: sid('WA') }, 'WorkerActivitySid notForInstruction'],
    ['accept', { ReservationStatus: 'accepted' }, 'ReservationStatus writtenByProgram'],
  ] as const)('%s with %j: %s', (kind, parameters, expected) => {
    expect(codes({ kind, parameters })).toContain(expected)
  })

  test('messages are sentences with their facts and never hold the value', () => {
    const secret = 'hush-hush-4711'
    const issues = validateInstruction({
      kind: 'conference',
      parameters: { SipAuthPassword: [secret], Timeout: 5000, Region: secret, To: secret },
    })
    expect(issues.length).toBeGreaterThanOrEqual(4)
    expect(JSON.stringify(issues)).not.toContain(secret)
    expect(issues.map(({ message }) => message)).toContain('Must be at most 999.')
    expect(issue('To', 'wrongStatus', { status: 'timeout', allowed: ['accepted', 'wrapping'] }).message).toBe(
      'The reservation is timeout; it must be accepted, wrapping.',
    )
  })
})
