import { z } from 'zod'
import type { Channel, Requests } from './channels'
import { OUTCOME_KINDS } from './bulk'
import { REGIONS } from './connection'
import { ROW_NOTE_MAX } from './row-notes'
import { PRACTICE_FAULTS, PRACTICE_SPEEDS, PRACTICE_STAGES } from './practice'
import { PIN_MAX, PIN_MIN } from './lock'
import { KEYS_PATTERN } from './keys'
import { planRequest, presetSchema } from './schemas-actions'
import { commandId, filePath, id, MOST_COMMANDS, sid, text } from './schemas-common'
import { disabledReasons, settingsPatch, thresholdExceptions, thresholds } from './schemas-settings'

/**
 * What main accepts from the window, one strict schema per channel. Main parses every request with these before any
 * handler sees it; unknown keys, long texts and wrong SIDs never get through. (The window never loads this file.)
 */

/** Printable ASCII without spaces: what Twilio's secrets and tokens are made of. */
const secret = z.string().regex(/^[\x21-\x7e]{8,256}$/, 'not a secret')
const nothing = z.null()
/** Counted in characters as people see them, so that an accent or an emoji is not two. */
const newPin = z.string().regex(new RegExp(`^[^\\p{Cc}]{${PIN_MIN},${PIN_MAX}}$`, 'u'), 'not a PIN')
const typedPin = z.string().regex(new RegExp(`^[^\\p{Cc}]{1,${PIN_MAX}}$`, 'u'), 'not a PIN')

const credentials = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('apiKey'),
    accountSid: sid('account'),
    keySid: sid('apiKey'),
    secret,
  }),
  z.strictObject({ kind: z.literal('authToken'), accountSid: sid('account'), secret }),
])

const moment = z.number().min(0).max(8.64e15)

const historyQuery = z.strictObject({
  text: text(200),
  action: z
    .string()
    .regex(/^[A-Za-z]{1,32}$/)
    .optional(),
  outcome: z.enum(OUTCOME_KINDS).optional(),
  worker: text(200).optional(),
  operator: text(100).optional(),
  from: moment.optional(),
  to: moment.optional(),
  limit: z.int().min(1).max(1000),
  before: z.number().nullable(),
})

/** Words and line breaks; nothing that a terminal or a spreadsheet would obey. */
export const rowNoteText = z
  .string()
  .max(ROW_NOTE_MAX)
  .regex(/^(?:[^\p{Cc}]|\n)*$/u, 'not a text')

const menuGroup = z.strictObject({
  id,
  label: text(60),
  commands: z
    .array(
      z.strictObject({
        id: commandId,
        label: text(200),
        keys: text(64).regex(KEYS_PATTERN).nullable(),
        enabled: z.boolean(),
      }),
    )
    .max(MOST_COMMANDS),
})

export const requestSchemas = {
  'app/info': nothing,
  'app/openExternal': z.discriminatedUnion('page', [
    z.strictObject({ page: z.literal('consoleTask'), sid: sid('task') }),
    z.strictObject({ page: z.literal('consoleWorker'), sid: sid('worker') }),
    z.strictObject({ page: z.literal('apiKeys') }),
    z.strictObject({ page: z.literal('reservationDocs') }),
  ]),
  'app/copyText': z.strictObject({ text: text(1_000_000) }),
  'app/menu': z.strictObject({ groups: z.array(menuGroup).max(12) }),
  'app/quit': nothing,
  'app/supportPreview': nothing,
  'app/openFolder': nothing,
  'app/supportSave': nothing,
  'updates/state': nothing,
  'updates/check': nothing,
  'updates/download': nothing,
  'updates/install': nothing,
  'connection/state': nothing,
  'connection/list': nothing,
  'connection/draft': z.strictObject({ credentials, region: z.enum(REGIONS) }),
  'connection/connect': z.strictObject({ draftId: id, workspaceSid: sid('workspace') }),
  'connection/replace': z.strictObject({ connectionId: id, draftId: id }),
  'connection/practice': nothing,
  'connection/select': z.strictObject({ connectionId: id }),
  'connection/workspaces': nothing,
  'connection/retry': nothing,
  'connection/signOut': z.strictObject({ connectionId: id }),
  'connection/check': nothing,
  'board/subscribe': nothing,
  'board/refresh': nothing,
  'board/directory': nothing,
  'board/detail': z.strictObject({ sid: sid('reservation') }),
  'board/queues': z.strictObject({ history: z.boolean() }),
  'board/worker': z.strictObject({ sid: sid('worker') }),
  'board/export': z.strictObject({
    filter: text(4000),
    format: z.enum(['csv', 'json']),
    rawNumbers: z.boolean(),
  }),
  'notes/read': z.strictObject({ sid: sid('reservation') }),
  'notes/write': z.strictObject({ sid: sid('reservation'), text: rowNoteText }),
  'bulk/plan': planRequest,
  'bulk/cancelPlan': z.strictObject({ planId: id }),
  'bulk/run': z.strictObject({
    planId: id,
    released: z.array(z.union([sid('reservation'), sid('worker')])).max(10_000),
    typed: text(100),
    note: text(500),
    noteOnTask: z.boolean(),
  }),
  'bulk/commands': z.strictObject({ planId: id, shell: z.enum(['curl', 'twilio']) }),
  'bulk/jobs': nothing,
  'bulk/records': nothing,
  'bulk/recover': nothing,
  'bulk/outcomes': z.strictObject({ jobId: id }),
  'bulk/pause': z.strictObject({ jobId: id }),
  'bulk/resume': z.strictObject({ jobId: id }),
  'bulk/cancel': z.strictObject({ jobId: id }),
  'bulk/retryFailed': z.strictObject({ jobId: id }),
  'bulk/retryPartial': z.strictObject({ jobId: id }),
  'bulk/export': z.strictObject({ jobId: id, format: z.enum(['csv', 'json']), rawNumbers: z.boolean() }),
  'alerts/state': nothing,
  'alerts/markRead': z.strictObject({ id: id.nullable() }),
  'alerts/clearEnded': nothing,
  'alerts/snooze': z.strictObject({
    target: z.union([
      z.strictObject({ ruleId: id }),
      z.strictObject({ sids: z.array(sid('reservation')).min(1).max(10_000) }),
    ]),
    minutes: z
      .int()
      .min(0)
      .max(24 * 60),
  }),
  'diagnosis/preview': z.strictObject({ thresholds, thresholdExceptions, disabledReasons }),
  'presets/list': nothing,
  'presets/save': presetSchema,
  'presets/remove': z.strictObject({ id }),
  'presets/export': nothing,
  'presets/import': nothing,
  'history/query': historyQuery,
  'lock/state': nothing,
  'lock/now': nothing,
  'lock/unlock': z.strictObject({ pin: typedPin }),
  'lock/setPin': z.strictObject({ current: typedPin.nullable(), pin: newPin }),
  'lock/removePin': z.strictObject({ current: typedPin }),
  'lock/giveUp': nothing,
  'network/state': nothing,
  'network/setProxyPassword': z.strictObject({ password: z.string().regex(/^[^\p{Cc}]{1,256}$/u) }),
  'network/forgetProxyPassword': nothing,
  'network/addCertificate': nothing,
  'network/removeCertificate': z.strictObject({ path: filePath }),
  'network/check': nothing,
  'history/export': z.strictObject({
    query: historyQuery,
    format: z.enum(['csv', 'json']),
    rawNumbers: z.boolean(),
  }),
  'practice/state': nothing,
  'practice/stage': z.strictObject({ stage: z.enum(PRACTICE_STAGES) }),
  'practice/speed': z.strictObject({ speed: z.literal(PRACTICE_SPEEDS) }),
  'practice/pause': nothing,
  'practice/resume': nothing,
  'practice/advance': z.strictObject({ minutes: z.int().min(1).max(1440) }),
  'practice/limit': z.strictObject({ rps: z.int().min(0).max(1000) }),
  'practice/fault': z.strictObject({ fault: z.enum(PRACTICE_FAULTS), on: z.boolean() }),
  'practice/clearFaults': nothing,
  'practice/reset': nothing,
  'settings/get': nothing,
  'settings/set': settingsPatch,
  'views/export': z.strictObject({ ids: z.array(id).min(1).max(100) }),
  'views/import': nothing,
} satisfies Record<Channel, z.ZodType>

/** The parsed request of a channel has the type the contract declares; a mismatch fails to compile here. */
type Parsed<C extends Channel> = z.output<(typeof requestSchemas)[C]>
type Mismatch = { [C in Channel]: Parsed<C> extends Requests[C]['request'] ? never : C }[Channel]
export const SCHEMAS_MATCH: [Mismatch] extends [never] ? true : never = true
