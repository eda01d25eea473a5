import { z } from 'zod'
import { INSTRUCTION_KINDS } from './instructions/spec'
import { PRESET_NAME_MAX } from './presets'
import { id, sid, text } from './schemas-common'
import { CAPACITY_MAX } from './worker-channel'

const parameterValue = z.union([text(4096), z.number(), z.boolean(), z.array(text(256)).max(16)])

/** No instruction has more parameters than this; see the table. */
const MOST_PARAMETERS = 64

const instruction = z.strictObject({
  kind: z.enum(INSTRUCTION_KINDS),
  parameters: z
    .record(z.string().regex(/^[A-Za-z]{2,64}$/), parameterValue)
    .refine((given) => Object.keys(given).length <= MOST_PARAMETERS, 'too many parameters'),
})

export const presetSchema = z.strictObject({
  id,
  name: z.string().trim().min(1).max(PRESET_NAME_MAX),
  instruction,
  isDefault: z.boolean(),
})

const reasonText = text(500)

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instruction'), instruction }),
  z.strictObject({
    kind: z.literal('workerActivity'),
    activitySid: sid('activity'),
    rejectPending: z.boolean(),
  }),
  z
    .strictObject({
      kind: z.literal('workerChannel'),
      channelSid: sid('taskChannel'),
      capacity: z.int().min(0).max(CAPACITY_MAX).nullable(),
      available: z.boolean().nullable(),
    })
    .refine(({ capacity, available }) => capacity !== null || available !== null, 'nothing to change'),
  z.strictObject({ kind: z.literal('cancelTask'), reason: reasonText }),
  z.strictObject({ kind: z.literal('completeTask'), reason: reasonText }),
  z.strictObject({ kind: z.literal('deleteTask') }),
])

/** What a plan may be about: reservations, or workers themselves where the action is about workers. */
export const planRequest = z
  .strictObject({
    action,
    sids: z
      .array(z.union([sid('reservation'), sid('worker')]))
      .min(1)
      .max(10_000)
      .refine((list) => new Set(list).size === list.length, 'the same row twice'),
    note: text(500),
  })
  .refine(({ sids }) => new Set(sids.map((each) => each.slice(0, 2))).size === 1, 'rows of two kinds')
  .refine(
    ({ action: { kind }, sids }) =>
      kind === 'workerActivity' || (sids[0]?.startsWith('WK') === true) === (kind === 'workerChannel'),
    'an action on the wrong kind of rows',
  )
